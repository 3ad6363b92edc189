import { cleanText } from '../reading/clean-text.js';
import { isRecord, parseJson } from '../reading/json.js';
import type { Note } from '../reading/warnings.js';
import type { BodyEntries } from './parse-body.js';
import { bodyWarnings as odd } from './warnings.js';

export const personFields = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'country',
  'company',
  'title',
] as const;
export type PersonField = (typeof personFields)[number];

type LeadField = PersonField | 'leadSource' | 'actionCode' | 'offerTitle' | 'productId' | 'description';

/** The texts of a lead as sent, freed of what cannot be stored. */
export type LeadFields = ReadonlyMap<LeadField, string>;

const personFieldsByKey = new Map<string, LeadField>(personFields.map((field) => [comparable(field), field]));

const fieldsByKey = new Map<string, LeadField>([
  ...personFieldsByKey,
  ['leadsource', 'leadSource'],
  ['actioncode', 'actionCode'],
  ['offertitle', 'offerTitle'],
  ['offerdisplayname', 'offerTitle'],
  ['productid', 'productId'],
  ['description', 'description'],
]);

const personKeys = new Map([
  ['userdetails', 'UserDetails'],
  ['customerinfo', 'CustomerInfo'],
]);

interface Candidate {
  readonly field: LeadField;
  readonly value: unknown;
}

/**
 * The fields of a lead among a body's keys in any casing, with or without `_` (JSON has `FirstName`, a
 * form `first_name`). What is said of the person stands in UserDetails, in CustomerInfo or beside the
 * others. Null when the body has no field of a lead at all.
 */
export function leadFields(entries: BodyEntries, note: Note): LeadFields | null {
  const persons = entries.filter(([key]) => personKeys.has(comparable(key)));
  const nested = persons.flatMap(([key, value]) => personEntries(key, value, note));
  const candidates = [...candidatesIn(nested, personFieldsByKey), ...candidatesIn(entries, fieldsByKey)];
  if (persons.length === 0 && candidates.length === 0) return null;
  return firstNonEmpty(candidates, note);
}

function candidatesIn(entries: BodyEntries, fields: ReadonlyMap<string, LeadField>): Candidate[] {
  return entries.flatMap(([key, value]) => {
    const field = fields.get(comparable(key));
    return field === undefined ? [] : [{ field, value }];
  });
}

function personEntries(key: string, value: unknown, note: Note): BodyEntries {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return [];
  const person = typeof value === 'string' ? parseJson(value) : value;
  if (isRecord(person)) return Object.entries(person);
  note(odd.personUnreadable(personKeys.get(comparable(key)) ?? key));
  return [];
}

function firstNonEmpty(candidates: readonly Candidate[], note: Note): LeadFields {
  const fields = new Map<LeadField, string>();
  for (const { field, value } of candidates) {
    const text = textOf(value, field, note);
    if (text === null) continue;
    const kept = fields.get(field);
    if (kept !== undefined && kept.trim() !== text.trim()) note(odd.fieldRepeated(field));
    if (kept === undefined || kept.trim() === '') fields.set(field, text);
  }
  return fields;
}

function textOf(value: unknown, field: LeadField, note: Note): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return cleanText(value, field, note);
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) note(odd.numberInexact(field));
    return String(value);
  }
  note(odd.fieldIgnored(field));
  return null;
}

function comparable(key: string): string {
  return key.replaceAll(/[\s_-]/g, '').toLowerCase();
}
