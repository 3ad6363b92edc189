import type { FieldValue } from '../system.js';
import { SystemError } from '../system.js';
import type { MarketoClient, Query } from './client.js';
import { CallFailure, failed, isObject } from './failure.js';
import { asSystemError } from './judgement.js';
import { limits } from './limits.js';

export type Row = Readonly<Record<string, unknown>>;

export interface Search {
  readonly path: string;
  readonly filterType: string;
  readonly values: readonly string[];
  readonly fields: readonly string[];
}

export interface Found {
  readonly rows: readonly Row[];
  /** Values that more records have than Marketo answers, which is 1,000. */
  readonly overfull: readonly string[];
}

/** Calls beyond the first that a search may cost where its answer is too large: enough to single out one value. */
const extraCalls = 30;
/** An answer has 300 records a page and 1,000 in all. */
const mostPages = 10;

/**
 * All records that have one of the values in a field. What is too much at once, or takes Marketo too long, is asked
 * for in halves. Throws `SystemError`: an answer that could not be read in full is never "nothing found".
 */
export async function findBy(client: MarketoClient, search: Search): Promise<Found> {
  const rows: Row[] = [];
  const overfull: string[] = [];
  const open = inParts(search.values, limits.lookUpBatch);
  let callsLeft = open.length + extraCalls;
  for (let values = open.shift(); values; values = open.shift()) {
    try {
      if (callsLeft-- === 0) throw failed('1003', 'Too many records have the values that were searched for.');
      rows.push(...(await allPages(client, { ...search, values })));
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (callsLeft < 0 || !isTooMuch(error)) throw asSystemError(error, client.now());
      if (values.length > 1) open.unshift(...inParts(values, Math.ceil(values.length / 2)));
      else if (error.has('1003')) overfull.push(...values);
      else throw asSystemError(error, client.now());
    }
  }
  return { rows, overfull };
}

/** 1003 is also "more than 1,000 leads match"; 604 and 502 are Marketo's own time running out. */
function isTooMuch(error: CallFailure): boolean {
  return ['1003', '604', '502', 'HTTP_414'].some((code) => error.has(code));
}

async function allPages(client: MarketoClient, { path, filterType, values, fields }: Search): Promise<Row[]> {
  const query: Query = [
    ['filterType', filterType],
    ['filterValues', values.join(',')],
    ['fields', fields.join(',')],
    ['batchSize', String(limits.lookUpBatch)],
  ];
  const rows: Row[] = [];
  let token: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const paged: Query = token === null ? query : [...query, ['nextPageToken', token]];
    const answer = await nothingFound(client.search(path, paged));
    rows.push(...answer.result.filter(isObject));
    if (answer.nextPageToken === null || answer.nextPageToken === token) break;
    token = answer.nextPageToken;
  }
  return rows;
}

type Answered = Awaited<ReturnType<MarketoClient['request']>>;

/** 702 says that nothing was found; most searches say so with an empty result. */
export async function nothingFound(reading: Promise<Answered>): Promise<Answered> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CallFailure && error.has('702')) return { result: [], nextPageToken: null };
    throw error;
  }
}

/** Reads once. Throws `SystemError` whatever went wrong. */
export async function readable<T>(client: MarketoClient, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof CallFailure ? asSystemError(error, client.now()) : error;
  }
}

export function inParts<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

export function distinct(values: readonly string[], sameness: (value: string) => string): string[] {
  return [...new Map(values.map((value) => [sameness(value), value])).values()];
}

export function fieldValue(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

export function dateOf(value: unknown): Date {
  const at = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

/** Names stand in a list of names, so nothing else may. */
export function assertFieldNames(fields: readonly string[]): void {
  const wrong = fields.find((field) => !/^[A-Za-z][\w.-]*$/.test(field));
  if (wrong === undefined) return;
  throw new SystemError('misconfigured', {
    code: 'BAD_FIELD_NAME',
    message: `"${wrong}" is not the API name of a Marketo field.`,
    field: wrong,
    advice: 'Correct the mapping.',
    whoActs: 'admin',
  });
}
