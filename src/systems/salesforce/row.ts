import type { FieldValue } from '../system.js';

/** A record as a query answers it. */
export type Row = Readonly<Record<string, unknown>>;

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function fieldValue(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Salesforce compares text, external ids and names of fields without regard to case. */
export function caseless(value: string): string {
  return value.toLowerCase();
}

/** Values that are not empty, each once. */
export function distinct(values: readonly string[], sameness: (value: string) => string): string[] {
  return [
    ...new Map(values.filter((value) => value !== '').map((value) => [sameness(value), value])).values(),
  ];
}
