import { createHash } from 'node:crypto';
import type {
  Failure,
  FieldValue,
  MappingEntry,
  MappingTransform,
  ObjectDescription,
  RemoteField,
  WritePolicy,
} from '../../systems/index.js';
import type { RecordFields } from './record.js';
import { transformed } from './transform.js';

export interface MappedField {
  readonly value: FieldValue;
  readonly write: WritePolicy;
}

/** What a record should look like over there, field by field. */
export type MappedRecord = ReadonlyMap<string, MappedField>;

export type Mapping =
  | { readonly ok: true; readonly mapped: MappedRecord; readonly hash: Buffer; readonly cuts: readonly Cut[] }
  | { readonly ok: false; readonly failure: Failure };

/** A value that the mapping let be shortened, in characters. */
export interface Cut {
  readonly field: string;
  readonly from: number;
  readonly to: number;
}

/** Applies a mapping and checks each value against the live description, so that no call is spent on a refusal. */
export function mapRecord(
  fields: RecordFields,
  mapping: readonly MappingEntry[],
  description: ObjectDescription,
): Mapping {
  const mapped = new Map<string, MappedField>();
  const cuts: Cut[] = [];
  for (const entry of mapping) {
    const remote = description.fields.get(entry.to);
    if (!remote) return rejected(unknownField(entry.to));
    const said = valueOf(fields, entry);
    if (said === UNREADABLE) continue;
    const whole = typed(said, remote);
    const value = fitted(whole, remote, entry);
    const failure = value === null ? null : valueFailure(value, remote);
    if (failure) return rejected(failure);
    if (typeof whole === 'string' && typeof value === 'string' && value.length < whole.length)
      cuts.push({ field: remote.name, from: whole.length, to: value.length });
    mapped.set(entry.to, { value, write: entry.write ?? 'fill-blank' });
  }
  return { ok: true, mapped, hash: hashOf(mapped), cuts };
}

/** The first field that must have a value on create and has none. */
export function missingOnCreate(mapped: MappedRecord, description: ObjectDescription): Failure | null {
  for (const remote of description.fields.values()) {
    if (remote.requiredOnCreate && (mapped.get(remote.name)?.value ?? null) === null)
      return requiredMissing(remote);
  }
  return null;
}

/** There is a value, and a step of the mapping can make nothing of it: neither it nor an empty one is written. */
const UNREADABLE = Symbol('unreadable');

function valueOf(fields: RecordFields, { from, transform = {} }: MappingEntry) {
  const { steps = [], constant = null } = transform;
  const said = statedValue(fields, from, transform);
  if (said === null) return constant;
  return transformed(said, steps, fields) ?? constant ?? UNREADABLE;
}

function statedValue(
  fields: RecordFields,
  from: string,
  { template, concat, fallback = [] }: MappingTransform,
): FieldValue {
  if (template !== undefined) return fillTemplate(template, fields);
  if (concat) return joined(concat.fields, concat.separator, fields);
  for (const name of [from, ...fallback]) {
    const value = fields[name] ?? null;
    if (value !== null && value !== '') return value;
  }
  return null;
}

function joined(names: readonly string[], separator: string, fields: RecordFields): string | null {
  const values = names.map((name) => fields[name] ?? '').filter((value) => value !== '');
  return values.join(separator) || null;
}

/** A line all of whose places are empty says nothing and is left out. */
function fillTemplate(template: string, fields: RecordFields): string | null {
  const lines = template.split('\n').flatMap((line) => {
    const places = [...line.matchAll(/\{([\w.-]+)\}/g)].map(([, name = '']) => fields[name] ?? null);
    if (places.length > 0 && places.every((value) => value === null || value === '')) return [];
    return [line.replaceAll(/\{([\w.-]+)\}/g, (_, name: string) => String(fields[name] ?? ''))];
  });
  return lines.join('\n').trim() || null;
}

/** Numbers, yes and no, as the remote field takes them; what is none stays as it is and is refused. */
function typed(value: FieldValue, { type }: RemoteField): FieldValue {
  if (typeof value !== 'string') return value;
  const text = value.trim().toLowerCase();
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : value;
  return type === 'number' && NUMBER.test(text) ? Number(text) : value;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;

function fitted(value: FieldValue, remote: RemoteField, { transform }: MappingEntry): FieldValue {
  if (typeof value !== 'string' || !transform?.truncate || remote.maxLength === null) return value;
  return value.length > remote.maxLength ? cut(value, remote.maxLength) : value;
}

/** Never through the middle of a character: half of one can neither be stored nor sent. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

function valueFailure(value: FieldValue, remote: RemoteField): Failure | null {
  if (typeof value === 'string' && remote.maxLength !== null && value.length > remote.maxLength) {
    return ours(
      'too-long',
      remote.name,
      `The value has ${value.length} characters; ${remote.label} (${remote.name}) takes ${remote.maxLength}.`,
      'Shorten the value at its origin, let the mapping truncate it, or lengthen the field over there.',
    );
  }
  const isOfType =
    (remote.type !== 'boolean' || typeof value === 'boolean') &&
    (remote.type !== 'number' || typeof value === 'number');
  if (!isOfType) {
    return ours(
      'wrong-type',
      remote.name,
      `The value is no ${remote.type}, which ${remote.label} (${remote.name}) wants.`,
      'Map a field of that type to it, or let a lookup table of the mapping turn the value into one.',
    );
  }
  if (remote.allowedValues && !remote.allowedValues.includes(String(value))) {
    return ours(
      'not-in-picklist',
      remote.name,
      `${remote.label} (${remote.name}) is a restricted picklist that does not have this value.`,
      'Add the value to the picklist over there, or map to a text field.',
    );
  }
  return null;
}

const unknownField = (name: string): Failure =>
  ours(
    'unknown-field',
    name,
    `The mapping writes ${name}, which the connected user cannot see over there.`,
    'Create the field or grant the user access to it, or take it out of the mapping.',
  );

const requiredMissing = ({ name, label }: RemoteField): Failure =>
  ours(
    'required-missing',
    name,
    `${label} (${name}) must have a value on a new record, and the mapping gives it none.`,
    'Map a field that has a value to it, or give the mapping a constant to fall back on.',
  );

function ours(code: string, field: string, message: string, advice: string): Failure {
  return { code, field, message, advice, whoActs: 'admin' };
}

function rejected(failure: Failure): Mapping {
  return { ok: false, failure };
}

/** Equal for records that would be written the same way. */
function hashOf(mapped: MappedRecord): Buffer {
  const sorted = [...mapped].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest();
}
