import type { FieldSchema, FieldType } from './field.js';

type FieldOptions = Partial<Omit<FieldSchema, 'name' | 'type' | 'length'>>;

export function field(
  name: string,
  type: FieldType,
  length: number,
  options: FieldOptions = {},
): FieldSchema {
  return {
    name,
    label: name
      .replace(/__c$/, '')
      .replaceAll('_', ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2'),
    type,
    length,
    required: false,
    createable: true,
    updateable: true,
    externalId: false,
    unique: false,
    idLookup: false,
    values: [],
    restricted: false,
    referenceTo: [],
    filterable: length <= 255,
    ...options,
  };
}

export const text = (name: string, length: number, options?: FieldOptions) =>
  field(name, 'string', length, options);
export const phone = (name: string) => field(name, 'phone', 40);
export const picklist = (name: string, values: readonly string[] = [], options?: FieldOptions) =>
  field(name, 'picklist', 40, { values, ...options });
export const flag = (name: string, options?: FieldOptions) =>
  field(name, 'boolean', 0, { defaultValue: false, ...options });

export const READ_ONLY: FieldOptions = { createable: false, updateable: false };
export const SYSTEM_FIELDS: readonly FieldSchema[] = [
  field('Id', 'id', 18, { ...READ_ONLY, idLookup: true }),
  flag('IsDeleted', READ_ONLY),
  field('CreatedDate', 'datetime', 0, READ_ONLY),
  field('LastModifiedDate', 'datetime', 0, READ_ONLY),
  field('SystemModstamp', 'datetime', 0, READ_ONLY),
];
export const OWNER = field('OwnerId', 'reference', 18, { referenceTo: ['User', 'Group'] });
