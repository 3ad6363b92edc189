import { isObject, type FieldValues } from '../../frame/index.js';
import type { ObjectName } from '../instance/instance.js';
import type { Answered, RoutedCall } from './call.js';
import { malformed, refused } from './errors.js';
import { MOST_RECORDS, required, valuesOf } from './input.js';
import { idsWith } from './match.js';

const MOST_MATCHES = 1_000;

/** Records with one of up to 300 values of a field, 300 a page; their order says nothing about that of the values. */
export function searchRecords(
  call: RoutedCall,
  object: ObjectName,
  searchable: readonly string[],
  usualFields: readonly string[],
): Answered {
  const { instance, search, seenId } = call;
  const filterType = required(search, 'filterType');
  if (!searchable.includes(filterType)) throw refused('1003', `Invalid filterType '${filterType}'`);
  required(search, 'filterValues');
  const values = valuesOf(search, 'filterValues');
  if (values.length > MOST_RECORDS) throw malformed('1003', `More than ${MOST_RECORDS} filterValues`);
  const fields = search.get('fields')?.split(',') ?? usualFields;
  const known = new Set(instance.fieldsOf(object).map(({ name }) => name));
  const unknown = fields.find((name) => !known.has(name));
  if (unknown !== undefined) throw refused('1006', `Field '${unknown}' not found`);

  const ids = [...new Set(values.flatMap((value) => idsWith(instance, object, filterType, value, seenId)))];
  if (ids.length > MOST_MATCHES) throw refused('1003', 'Too many results match the filter');
  // Newest first, so that nobody gets away with taking results for values by their place.
  const found = ids.toSorted((a, b) => Number(b) - Number(a));
  const records = found.map((id) => shown(instance.table(object).live(id) ?? {}, fields));
  return page(records, search);
}

function shown(record: Readonly<FieldValues>, fields: readonly string[]): object {
  return Object.fromEntries(['id', ...fields].map((name) => [name, record[name] ?? null]));
}

/** A part of what was found; the token is opaque and says where the next one begins. */
export function page(records: readonly object[], search: URLSearchParams): Answered {
  const size = Math.min(Number(search.get('batchSize') ?? MOST_RECORDS), MOST_RECORDS);
  if (!Number.isInteger(size) || size < 1) throw malformed('1003', 'Invalid batchSize');
  const start = startOf(search.get('nextPageToken'));
  const end = start + size;
  const result = records.slice(start, end);
  return end < records.length ? { result, nextPageToken: tokenAt(end) } : { result };
}

function tokenAt(start: number): string {
  return Buffer.from(JSON.stringify({ start })).toString('base64url');
}

function startOf(token: string | null): number {
  if (token === null) return 0;
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (isObject(read) && typeof read['start'] === 'number') return read['start'];
  } catch {
    throw refused('1003', 'Invalid nextPageToken');
  }
  throw refused('1003', 'Invalid nextPageToken');
}
