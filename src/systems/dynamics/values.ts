import type { Failure, FieldValue, FieldValues } from '../system.js';
import type { Json } from './json.js';
import type { Column, TableDescription } from './metadata.js';
import { isGuid } from './tables.js';

export type Payload =
  | { readonly ok: true; readonly body: Readonly<Record<string, FieldValue>> }
  | { readonly ok: false; readonly failure: Failure };

/** Values of ours as the Web API takes them: options by number, lookups by a bound address, types as they are declared. */
export function toPayload(fields: FieldValues, description: TableDescription): Payload {
  const body: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    const column = description.fields.get(name);
    if (!column)
      return refused('unknown-field', name, `${name} is no column of the table ${description.object}.`);
    const member = toMember(column, value);
    if (member === null) return refused(...misfit(column, value));
    body[member.name] = member.value;
  }
  return { ok: true, body };
}

interface Member {
  readonly name: string;
  readonly value: FieldValue;
}

/** Null where the column cannot hold the value. */
function toMember(column: Column, value: FieldValue): Member | null {
  const { name, type, options, binding } = column;
  if (type === 'reference') {
    if (!binding) return null;
    const address = value === null ? null : addressOf(binding.entitySet, value);
    if (address === null && value !== null) return null;
    return { name: `${binding.property}@odata.bind`, value: address };
  }
  if (value === null) return { name, value };
  if (options) return memberOf(name, optionValue(column, value));
  if (type === 'boolean') return memberOf(name, booleanValue(value));
  if (type === 'number') return memberOf(name, numberValue(value));
  if (type === 'date') return memberOf(name, dayOf(value));
  return { name, value: String(value) };
}

function memberOf(name: string, value: FieldValue): Member | null {
  return value === null ? null : { name, value };
}

function addressOf(entitySet: string, value: FieldValue): string | null {
  return isGuid(String(value)) ? `/${entitySet}(${String(value).toLowerCase()})` : null;
}

/** People map labels; a number is taken where an option has it. */
function optionValue({ options }: Column, value: FieldValue): number | null {
  const text = String(value).trim().toLowerCase();
  const named = options?.find(({ labels }) => labels.some((label) => label.toLowerCase() === text));
  return (named ?? options?.find((option) => String(option.value) === text))?.value ?? null;
}

function booleanValue(value: FieldValue): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = String(value).trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

function numberValue(value: FieldValue): number | null {
  const text = String(value).trim();
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

/** Columns of days refuse a time of day. */
function dayOf(value: FieldValue): string | null {
  return /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(String(value))?.[0] ?? null;
}

/** What stands over there, in the form in which it is mapped: labels instead of numbers, ids of lookups. */
export function presentValue(row: Json, column: Column): FieldValue {
  const value = row[columnInQuery(column)];
  if (column.options && typeof value === 'number') {
    return column.options.find((option) => option.value === value)?.label ?? String(value);
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A lookup is read under a name of its own. */
export function columnInQuery({ name, type }: Pick<Column, 'name' | 'type'>): string {
  return type === 'reference' ? `_${name}_value` : name;
}

function misfit(
  { name, label, type }: Column,
  value: FieldValue,
): [code: string, name: string, message: string] {
  if (type === 'picklist')
    return ['not-in-picklist', name, `${label} (${name}) is a choice that has no such option.`];
  if (type === 'reference') {
    return ['bad-value', name, `${label} (${name}) is a lookup and takes the id of a record.`];
  }
  return ['bad-value', name, `${label} (${name}) takes a ${type}, not a ${typeof value} like this.`];
}

const advice: Readonly<Record<string, string>> = {
  'unknown-field':
    'Create the column or let the application user see it, or take it out of the mapping, then retry.',
  'not-in-picklist': 'Add the option to the choice over there, or map to one that it has, then retry.',
  'bad-value': 'Map a value of the right type to the column, then retry.',
};

function refused(code: string, field: string, message: string): Payload {
  return { ok: false, failure: { code, field, message, advice: advice[code] ?? '', whoActs: 'admin' } };
}
