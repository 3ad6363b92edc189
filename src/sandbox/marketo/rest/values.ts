import type { FieldValue, FieldValues } from '../../frame/index.js';
import type { MarketoInstance, ObjectName } from '../instance/instance.js';
import type { Field } from '../instance/schema.js';
import { RowRefused } from './errors.js';
import type { Input } from './input.js';

/**
 * The values of a record as they would be stored; nothing of it is when one is refused. Null and an empty text
 * clear. Throws {@link RowRefused}.
 */
export function readValues(
  instance: MarketoInstance,
  object: ObjectName,
  row: Input,
  apart: readonly string[] = [],
): FieldValues {
  const fields = new Map(instance.fieldsOf(object).map((field) => [field.name, field]));
  const values: FieldValues = {};
  for (const [name, value] of Object.entries(row)) {
    if (apart.includes(name)) continue;
    const field = fields.get(name);
    if (!field) throw new RowRefused('1006', `Field '${name}' not found`);
    if (!field.updateable) {
      if (instance.settings.readOnlyFields === 'ignored') continue;
      throw new RowRefused('1003', `Field '${name}' is read-only`);
    }
    values[name] = readValue(field, value);
  }
  return values;
}

function readValue(field: Field, value: unknown): FieldValue {
  if (value === null || value === '') return null;
  const wrong = () => new RowRefused('1003', `Invalid value for field '${field.name}'`);
  switch (field.dataType) {
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrong();
    case 'integer':
      if (!Number.isSafeInteger(Number(value)) || typeof value === 'boolean') throw wrong();
      return Number(value);
    case 'date':
    case 'datetime':
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw wrong();
      return value;
    default:
      return readText(field, value);
  }
}

function readText(field: Field, value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'object') {
    throw new RowRefused(
      '1001',
      `Invalid value '${JSON.stringify(value)}'. Required of type '${field.dataType}'`,
    );
  }
  const text = String(value).trim();
  const isTooLong = field.length !== undefined && text.length > field.length;
  const isNoAddress = field.dataType === 'email' && !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(text);
  const isNoUrl = field.dataType === 'url' && !/^https?:\/\//i.test(text);
  if (isTooLong || isNoAddress || isNoUrl)
    throw new RowRefused('1003', `Invalid value for field '${field.name}'`);
  return text;
}
