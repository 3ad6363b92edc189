import type { ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from './call.js';
import { CallRefused, malformed, notFound, refused, RowRefused } from './errors.js';
import { canonicalId } from '../org/ids.js';
import { fieldNames, representation } from './representation.js';
import type { ObjectSchema } from '../org/schema.js';
import { bodyObject, externalIdInPath, objectInPath, writeCall } from './write-call.js';
import { createRow, deleteRow, updateRow, upsertRow } from '../rules/writes.js';

/** Calls about one record. Source: REST API Developer Guide, sObject Rows and Rows by External ID. */
export function recordRoutes(): readonly Route[] {
  const row = '/sobjects/:object/:id';
  const byKey = '/sobjects/:object/:field/:value';
  return [
    { method: 'POST', path: '/sobjects/:object', endpoint: 'create', kind: 'write', handle: create },
    { method: 'GET', path: row, endpoint: 'retrieve', kind: 'look-up', handle: retrieve },
    { method: 'PATCH', path: row, endpoint: 'update', kind: 'write', handle: update },
    { method: 'DELETE', path: row, endpoint: 'delete', kind: 'write', handle: remove },
    { method: 'GET', path: byKey, endpoint: 'retrieve', kind: 'look-up', handle: retrieveByKey },
    { method: 'PATCH', path: byKey, endpoint: 'upsert', kind: 'write', handle: upsert },
  ];
}

function create(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const body = bodyObject(call);
  refuseId(body);
  return { status: 201, body: { id: createRow(writeCall(call), schema, body), success: true, errors: [] } };
}

function retrieve(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  return answerRecord(call, schema, idInPath(call, schema));
}

function retrieveByKey(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const field = externalIdInPath(call, schema);
  const ids = call.org.table(schema).idsWith(field, call.place('value'));
  if (ids.length > 1) return severalRecords(call, schema, ids);
  const [id] = ids;
  if (id === undefined) throw notFound();
  return answerRecord(call, schema, id);
}

function answerRecord(call: RoutedCall, schema: ObjectSchema, id: string): ApiAnswer {
  const record = call.org.table(schema).get(id);
  if (!record) throw notFound();
  if (record.deleted) throw refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  const names = fieldNames(schema, call.search.get('fields')?.split(',') ?? null);
  return { status: 200, body: representation(schema, names, record.fields, call.basePath) };
}

function update(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const id = idInPath(call, schema);
  const body = bodyObject(call);
  refuseId(body);
  if (!call.org.table(schema).get(id)) throw notFound();
  updateRow(writeCall(call), schema, id, body);
  return { status: 204 };
}

function remove(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const id = idInPath(call, schema);
  if (!call.org.table(schema).get(id)) throw notFound();
  deleteRow(writeCall(call), schema, id);
  return { status: 204 };
}

function upsert(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const field = externalIdInPath(call, schema);
  const value = call.place('value');
  const body = bodyObject(call);
  refuseId(body);
  if (Object.keys(body).some((name) => name.toLowerCase() === field.toLowerCase())) {
    throw malformed('INVALID_FIELD', `The ${field} field should not be specified in the sobject data.`);
  }
  const ids = call.org.table(schema).idsWith(field, value.trim());
  if (ids.length > 1) return severalRecords(call, schema, ids);
  if (ids.length === 0 && call.search.get('updateOnly') === 'true') throw notFound();
  const { id, created } = upsertRow(writeCall(call), schema, field, value, body);
  return { status: created ? 201 : 200, body: { id, success: true, errors: [], created } };
}

/** The value of an external id that is not unique fits several records: they are listed, nothing is done. */
function severalRecords(call: RoutedCall, schema: ObjectSchema, ids: readonly string[]): ApiAnswer {
  return { status: 300, body: ids.map((id) => `${call.basePath}/sobjects/${schema.name}/${id}`) };
}

function idInPath(call: RoutedCall, schema: ObjectSchema): string {
  const text = call.place('id');
  const id = canonicalId(text);
  if (id === null) throw malformed('MALFORMED_ID', `malformed id ${text}`);
  if (!id.startsWith(schema.keyPrefix)) throw notFound();
  return id;
}

function refuseId(body: Record<string, unknown>): void {
  if (!Object.keys(body).some((name) => name.toLowerCase() === 'id')) return;
  const refusal = new RowRefused(
    'INVALID_FIELD',
    'The Id field should not be specified in the sobject data.',
    ['Id'],
  );
  throw new CallRefused(400, refusal.asCallRefused().entries, true);
}
