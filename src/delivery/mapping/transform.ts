import { createHash } from 'node:crypto';
import { normaliseCountry, normalisePhone } from '../../normalisation/index.js';
import type { LookupTable, TransformStep } from '../../systems/index.js';
import type { RecordFields } from './record.js';

export type Value = string | number | boolean;

/** The steps that have no settings of their own. */
export const namedSteps = ['lower', 'trim', 'country-code', 'phone-e164', 'date', 'sha256'] as const;
type NamedStep = (typeof namedSteps)[number];

const perform: Readonly<Record<NamedStep, (text: string, fields: RecordFields) => string | null>> = {
  lower: (text) => text.toLowerCase(),
  trim: (text) => text.trim() || null,
  'country-code': (text) => normaliseCountry(text),
  'phone-e164': (text, fields) => normalisePhone(text, countriesOf(fields))?.e164 ?? null,
  date: (text) => dayOf(text),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

/** What comes of a value, step by step; null where one of them cannot read it. */
export function transformed(
  value: Value,
  steps: readonly TransformStep[],
  fields: RecordFields,
): Value | null {
  let current: Value | null = value;
  for (const step of steps) {
    if (current === null) return null;
    current = typeof step === 'string' ? perform[step](String(current), fields) : found(current, step.lookup);
  }
  return current;
}

function found(value: Value, { table, otherwise }: LookupTable): Value | null {
  const wanted = caseless(value);
  const entry = Object.entries(table).find(([key]) => caseless(key) === wanted);
  return entry?.[1] ?? otherwise ?? null;
}

function caseless(value: Value): string {
  return String(value).trim().toLowerCase();
}

function countriesOf({ countryCode, country }: RecordFields): (string | null)[] {
  return [countryCode, country].map((said) => (typeof said === 'string' ? normaliseCountry(said) : null));
}

/** A day stays itself; of a time it is the day in UTC. */
function dayOf(text: string): string | null {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString().slice(0, 10);
}
