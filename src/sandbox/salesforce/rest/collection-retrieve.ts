import type { ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from './call.js';
import { malformed } from './errors.js';
import { canonicalId } from '../org/ids.js';
import { fieldNames, representation } from './representation.js';
import { bodyObject, objectInPath } from './write-call.js';

const IDS_PER_BODY = 2_000;

/** Retrieving many records of one object. Source: REST API Developer Guide, sObject Collections. */
export function retrieveRoutes(): readonly Route[] {
  const path = '/composite/sobjects/:object';
  return [
    { method: 'POST', path, endpoint: 'retrieve', kind: 'look-up', handle: retrieveByBody },
    { method: 'GET', path, endpoint: 'retrieve', kind: 'look-up', handle: retrieveByQuery },
  ];
}

function retrieveByBody(call: RoutedCall): ApiAnswer {
  const { ids, fields } = bodyObject(call);
  return retrieve(call, textList('ids', ids), textList('fields', fields));
}

function retrieveByQuery(call: RoutedCall): ApiAnswer {
  const list = (name: string) => (call.search.get(name) ?? '').split(',').filter(Boolean);
  return retrieve(call, list('ids'), list('fields'));
}

/** In the order asked; null for a record that does not exist or is deleted. */
function retrieve(call: RoutedCall, ids: readonly string[], fields: readonly string[]): ApiAnswer {
  if (ids.length === 0 || fields.length === 0) {
    throw malformed('MISSING_ARGUMENT', 'Both ids and fields are required');
  }
  if (ids.length > IDS_PER_BODY) {
    throw malformed('EXCEEDED_ID_LIMIT', `cannot retrieve more than ${IDS_PER_BODY} records in this call`);
  }
  const schema = objectInPath(call);
  const names = fieldNames(schema, fields);
  const table = call.org.table(schema);
  const records = ids.map((text) => {
    const id = canonicalId(text);
    if (id === null) throw malformed('MALFORMED_ID', `malformed id ${text}`);
    const row = table.live(id);
    return row ? representation(schema, names, row, call.basePath) : null;
  });
  return { status: 200, body: records };
}

function textList(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw malformed('JSON_PARSER_ERROR', `${name} must be a list of text`);
}
