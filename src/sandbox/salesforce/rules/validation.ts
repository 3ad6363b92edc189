import { RowRefused } from '../rest/errors.js';
import type { FieldValue, FieldValues } from '../../frame/index.js';
import type { FieldSchema } from '../org/field.js';
import { canonicalId } from '../org/ids.js';
import type { ObjectSchema } from '../org/schema.js';

export type Given = Readonly<Record<string, unknown>>;

/**
 * Reads a row off the wire as the values of real fields: text is trimmed, empty text is null, as Salesforce
 * saves them. Throws {@link RowRefused} for a field that does not exist, that field-level security hides,
 * that may not be written in this operation, or whose value is of another type.
 */
export function readRow(schema: ObjectSchema, given: Given, operation: 'create' | 'update'): FieldValues {
  const values: FieldValues = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'attributes') continue;
    const field = schema.field(name);
    if (!field) throw unknownField(schema, name);
    if (operation === 'create' ? !field.createable : !field.updateable) {
      throw new RowRefused(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field.name}. Please check the security settings of this field ` +
          'and verify that it is read/write for your profile or permission set.',
        [field.name],
      );
    }
    values[field.name] = readValue(field, value);
  }
  return values;
}

export function unknownField(schema: ObjectSchema, name: string): RowRefused {
  return new RowRefused('INVALID_FIELD', `No such column '${name}' on sobject of type ${schema.name}`, [
    name,
  ]);
}

/** Throws {@link RowRefused} for the first rule broken: required, length and range, e-mail, restricted picklist. */
export function checkValues(schema: ObjectSchema, values: FieldValues, operation: 'create' | 'update'): void {
  const missing = schema.requiredFields.filter((field) => isMissing(field, values, operation));
  if (missing.length > 0) {
    const names = missing.map((field) => field.name);
    throw new RowRefused(
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${names.join(', ')}]`,
      names,
    );
  }
  for (const check of [checkSize, checkEmail, checkPicklist]) {
    for (const name in values) {
      const field = schema.anyField(name);
      if (field) check(field, values[name] ?? null);
    }
  }
}

function isMissing(field: FieldSchema, values: FieldValues, operation: 'create' | 'update'): boolean {
  const value = values[field.name];
  if (value === undefined) return operation === 'create' && field.defaultValue === undefined;
  return value === null;
}

function readValue(field: FieldSchema, value: unknown): FieldValue {
  switch (field.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(field, value);
      return value;
    case 'int':
    case 'currency':
      if (value === null) return null;
      if (typeof value !== 'number' || (field.type === 'int' && !Number.isInteger(value))) {
        throw wrongType(field, value);
      }
      return value;
    case 'reference':
    case 'id':
      return readReference(field, value);
    default:
      if (value === null) return null;
      if (typeof value !== 'string') throw wrongType(field, value);
      return value.trim() || null;
  }
}

function readReference(field: FieldSchema, value: unknown): string | null {
  if (value === null || value === '') return null;
  const id = typeof value === 'string' ? canonicalId(value) : null;
  if (id !== null) return id;
  throw new RowRefused('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, [
    field.name,
  ]);
}

function wrongType(field: FieldSchema, value: unknown): RowRefused {
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return new RowRefused(
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    `${field.label}: value not of required type: ${shown}`,
    [field.name],
  );
}

function checkSize(field: FieldSchema, value: FieldValue): void {
  if (typeof value === 'string' && field.length > 0 && value.length > field.length) {
    throw new RowRefused(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${value.slice(0, 80)} (max length=${field.length})`,
      [field.name],
    );
  }
  if (typeof value === 'number' && Math.abs(value) >= 10 ** field.length) {
    throw new RowRefused(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${value}`,
      [field.name],
    );
  }
}

const EMAIL =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

function checkEmail(field: FieldSchema, value: FieldValue): void {
  if (field.type !== 'email' || typeof value !== 'string') return;
  const dotted = value.includes('..') || value.startsWith('.') || value.includes('.@');
  if (EMAIL.test(value) && !dotted) return;
  throw new RowRefused('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [
    field.name,
  ]);
}

function checkPicklist(field: FieldSchema, value: FieldValue): void {
  if (!field.restricted || typeof value !== 'string' || field.values.includes(value)) return;
  throw new RowRefused(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );
}
