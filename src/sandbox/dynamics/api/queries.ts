import type { ApiAnswer } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import type { Environment } from '../environment/environment.js';
import { readAddress, type Key } from '../odata/address.js';
import { readFilter } from '../odata/filter.js';
import { malformed } from './errors.js';
import { findByKey, missing } from './records.js';
import type { ApiRequest } from './request.js';
import { columnsInQuery, representation, rowOf, selectOf } from './rows.js';

const OPTIONS: ReadonlySet<string> = new Set([
  '$select',
  '$filter',
  '$top',
  '$orderby',
  '$count',
  '$skiptoken',
]);

/** `GET /leads(…)`. */
export function retrieveRecord(
  environment: Environment,
  table: TableSchema,
  key: Key,
  request: ApiRequest,
): ApiAnswer {
  const id = findByKey(environment, table, key);
  if (id === null) throw missing(table, key);
  return { status: 200, body: representation(environment, table, id, selectOf(request, table)) };
}

/** `GET /leads?$select=…&$filter=…`, in pages. */
export function queryRecords(environment: Environment, table: TableSchema, request: ApiRequest): ApiAnswer {
  const { search } = readAddress(request.url);
  const wrong = [...search.keys()].find((name) => !OPTIONS.has(name));
  if (wrong !== undefined) throw malformed('0x80060888', `The query parameter ${wrong} is not supported.`);
  const select = selectOf(request, table);
  const known = columnsInQuery(table);
  const filter = readFilterOf(search.get('$filter'), (name) => known.has(name));
  const start = Number(search.get('$skiptoken') ?? 0);
  const top = Number(search.get('$top') ?? Infinity);
  const size = Math.min(environment.settings.pageSize, top);
  const matching = [...environment.records(table).entries()].filter(
    ([, { fields, deleted }]) => !deleted && filter(fields),
  );
  const page = matching.slice(start, start + size);
  const hasMore = matching.length > start + size && top > size;
  return {
    status: 200,
    body: {
      '@odata.context': `${request.root}$metadata#${table.entitySet}`,
      value: page.map(([, { fields }]) => rowOf(fields, table, select)),
      ...(hasMore && { '@odata.nextLink': nextLink(request, search, start + size) }),
    },
  };
}

function readFilterOf(
  filter: string | null,
  isColumn: (name: string) => boolean,
): ReturnType<typeof readFilter> {
  return filter === null ? () => true : readFilter(filter, isColumn);
}

function nextLink({ root, url }: ApiRequest, search: URLSearchParams, start: number): string {
  const next = new URLSearchParams(search);
  next.set('$skiptoken', String(start));
  return `${root}${url.split('?', 1)[0]}?${next}`;
}
