import type { ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from './call.js';
import { malformed, refused } from './errors.js';
import { recordId } from '../org/ids.js';
import { runQuery, type QueryResult } from '../soql/query.js';
import { representation } from './representation.js';

const ROWS_PER_ANSWER = 2_000;
const LONGEST_SOQL = 100_000;
const CURSORS_KEPT = 10;

/** `GET /query?q=` and its further pages. Source: REST API Developer Guide, Query. */
export function queryRoutes(): readonly Route[] {
  const cursors = new Map<string, QueryResult>();
  let lastCursor = 0;

  function query(call: RoutedCall): ApiAnswer {
    const soql = call.search.get('q');
    if (!soql) throw malformed('MALFORMED_QUERY', 'A query string has to be specified');
    if (soql.length > LONGEST_SOQL)
      throw malformed('QUERY_TOO_COMPLICATED', 'The SOQL statement is too long');
    const result = runQuery(call.org, soql);
    if (result.rows.length <= ROWS_PER_ANSWER) return page(call, result, 0, '');
    const cursor = recordId('01g', ++lastCursor);
    cursors.set(cursor, result);
    for (const old of [...cursors.keys()].slice(0, -CURSORS_KEPT)) cursors.delete(old);
    return page(call, result, 0, cursor);
  }

  function more(call: RoutedCall): ApiAnswer {
    const [cursor = '', from] = call.place('locator').split('-');
    const result = cursors.get(cursor);
    if (!result) throw refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return page(call, result, Number(from), cursor);
  }

  return [
    { method: 'GET', path: '/query', endpoint: 'query', kind: 'look-up', handle: query },
    { method: 'GET', path: '/query/:locator', endpoint: 'query', kind: 'look-up', handle: more },
  ];
}

function page(
  call: RoutedCall,
  { schema, fields, rows }: QueryResult,
  from: number,
  cursor: string,
): ApiAnswer {
  const next = from + ROWS_PER_ANSWER;
  const done = next >= rows.length;
  return {
    status: 200,
    body: {
      totalSize: rows.length,
      done,
      ...(done ? {} : { nextRecordsUrl: `${call.basePath}/query/${cursor}-${next}` }),
      records: rows.slice(from, next).map((row) => representation(schema, fields, row, call.basePath)),
    },
  };
}
