import { retrieveRoutes } from './collection-retrieve.js';
import { isObject, type ApiAnswer } from '../../frame/index.js';
import type { Route, RoutedCall } from './call.js';
import { malformed, RowRefused } from './errors.js';
import type { ObjectSchema } from '../org/schema.js';
import { unknownField, type Given } from '../rules/validation.js';
import { bodyObject, externalIdInPath, objectInPath, writeCall } from './write-call.js';
import {
  createRow,
  deleteRow,
  locate,
  rollBack,
  updateRow,
  upsertRow,
  type WriteCall,
} from '../rules/writes.js';

const ROWS_PER_CALL = 200;

/** Calls about up to 200 records. Source: REST API Developer Guide, sObject Collections. */
export function collectionRoutes(): readonly Route[] {
  const path = '/composite/sobjects';
  const byKey = '/composite/sobjects/:object/:field';
  return [
    { method: 'POST', path, endpoint: 'create', kind: 'write', handle: createAll },
    { method: 'PATCH', path, endpoint: 'update', kind: 'write', handle: updateAll },
    { method: 'DELETE', path, endpoint: 'delete', kind: 'write', handle: deleteAll },
    { method: 'PATCH', path: byKey, endpoint: 'upsert', kind: 'write', handle: upsertAll },
    ...retrieveRoutes(),
  ];
}

interface Saved {
  readonly id: string;
  readonly created?: boolean;
}

interface Row {
  readonly schema: ObjectSchema;
  /** The row's fields, without `attributes` and `id`. */
  readonly fields: Given;
  readonly id: unknown;
}

function createAll(call: RoutedCall): ApiAnswer {
  const { rows, allOrNone } = readRows(call);
  return answerRows(writeCall(call), rows, allOrNone, (write, { schema, fields, id }) => {
    if (id !== undefined) {
      throw new RowRefused('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
    }
    return { id: createRow(write, schema, fields) };
  });
}

function updateAll(call: RoutedCall): ApiAnswer {
  const { rows, allOrNone } = readRows(call);
  const seen = new Set<string>();
  return answerRows(writeCall(call), rows, allOrNone, (write, row) => {
    if (row.id === undefined)
      throw new RowRefused('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
    const { id, schema } = locate(call.org, row.id);
    if (schema !== row.schema) {
      throw new RowRefused('INVALID_ID_FIELD', `${id} is not the id of a ${row.schema.name}`, ['Id']);
    }
    if (seen.has(id)) throw new RowRefused('DUPLICATE_VALUE', `Duplicate id in list: ${id}`, ['Id']);
    seen.add(id);
    updateRow(write, schema, id, row.fields);
    return { id };
  });
}

function upsertAll(call: RoutedCall): ApiAnswer {
  const schema = objectInPath(call);
  const externalIdField = externalIdInPath(call, schema);
  const { rows, allOrNone } = readRows(call);
  const keys = rows.map((row) => upsertKey(row, schema, externalIdField));
  const repeated = repeatedOf(keys);
  const keyed = rows.map((row, position) => ({ ...row, key: keys[position] ?? '' }));
  return answerRows(writeCall(call), keyed, allOrNone, (write, { fields, key }) => {
    if (repeated.has(key.toLowerCase())) {
      throw new RowRefused('DUPLICATE_VALUE', `Duplicate external id specified: ${key}`, [externalIdField]);
    }
    return upsertRow(write, schema, externalIdField, key, fields);
  });
}

function deleteAll(call: RoutedCall): ApiAnswer {
  const ids = (call.search.get('ids') ?? '').split(',').filter(Boolean);
  if (ids.length === 0) throw malformed('MISSING_ARGUMENT', 'The ids parameter is required');
  refuseTooMany(ids.length);
  const allOrNone = call.search.get('allOrNone') === 'true';
  return answerRows(writeCall(call), ids, allOrNone, (write, text) => {
    const { id, schema } = locate(call.org, text);
    deleteRow(write, schema, id);
    return { id };
  });
}

/** Writes row by row, in order, and answers one result for each; with `allOrNone` one failure undoes all. */
function answerRows<T>(
  write: WriteCall,
  rows: readonly T[],
  allOrNone: boolean,
  save: (write: WriteCall, row: T) => Saved,
): ApiAnswer {
  let failed = false;
  const results = rows.map((row) => {
    try {
      return { ...save(write, row), success: true, errors: [] };
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      failed = true;
      return failure(error.statusCode, error.message, error.fields);
    }
  });
  if (!allOrNone || !failed) return { status: 200, body: results };
  rollBack(write);
  return { status: 200, body: results.map((result) => (result.success ? ROLLED_BACK : result)) };
}

function failure(statusCode: string, message: string, fields: readonly string[]) {
  return { success: false, errors: [{ statusCode, message, fields }] };
}

const ROLLED_BACK = failure(
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
  [],
);

function readRows(call: RoutedCall): { readonly rows: readonly Row[]; readonly allOrNone: boolean } {
  const { records, allOrNone = false } = bodyObject(call);
  if (!Array.isArray(records) || records.length === 0) {
    throw malformed('MISSING_ARGUMENT', 'The records of the call are missing');
  }
  if (typeof allOrNone !== 'boolean') throw malformed('JSON_PARSER_ERROR', 'allOrNone must be true or false');
  refuseTooMany(records.length);
  return { rows: records.map((record: unknown) => readRow(call, record)), allOrNone };
}

function readRow(call: RoutedCall, record: unknown): Row {
  if (!isObject(record)) throw malformed('JSON_PARSER_ERROR', 'Each record must be a JSON object');
  const attributes = record['attributes'];
  const type = isObject(attributes) ? attributes['type'] : undefined;
  if (typeof type !== 'string') throw malformed('INVALID_TYPE', 'Each record needs attributes.type');
  const schema = call.org.schema.object(type);
  if (!schema) throw malformed('INVALID_TYPE', `sObject type '${type}' is not supported.`);
  const { attributes: _, Id, id = Id, ...fields } = record;
  if (call.org.settings.invalidFieldScope === 'call') refuseUnknownFields(schema, fields);
  return { schema, fields, id };
}

function refuseUnknownFields(schema: ObjectSchema, fields: Given): void {
  for (const name of Object.keys(fields)) {
    if (!schema.field(name)) throw unknownField(schema, name).asCallRefused();
  }
}

/** The external id of a row to upsert. Throws 400 where the row does not fit the path or names a record id. */
function upsertKey({ schema, fields, id }: Row, expected: ObjectSchema, externalIdField: string): string {
  if (schema !== expected) {
    throw malformed(
      'INVALID_TYPE',
      `attributes.type is ${schema.name}, but the call is about ${expected.name}`,
    );
  }
  if (id !== undefined) {
    throw malformed('INVALID_FIELD', 'The Id field should not be specified when upserting by external id');
  }
  const key = Object.entries(fields).find(
    ([name]) => name.toLowerCase() === externalIdField.toLowerCase(),
  )?.[1];
  if (typeof key !== 'string' || key.trim() === '') {
    throw malformed('MISSING_ARGUMENT', `${externalIdField} not specified`);
  }
  return key;
}

function repeatedOf(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const key of keys.map((text) => text.toLowerCase())) {
    if (seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return repeated;
}

function refuseTooMany(count: number): void {
  if (count <= ROWS_PER_CALL) return;
  throw malformed(
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${ROWS_PER_CALL} records into this call`,
  );
}
