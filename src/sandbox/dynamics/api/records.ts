import type { ApiAnswer, FieldValues } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { KEY_COLUMN, objectIn, type Environment } from '../environment/environment.js';
import type { Key } from '../odata/address.js';
import type { Endpoint } from './endpoints.js';
import { ApiRefused, malformed, noSuchKey, noSuchRecord } from './errors.js';
import { readPayload } from './payload.js';
import { prefers, type ApiRequest } from './request.js';
import { representation, selectOf } from './rows.js';
import { refuseClosed, refuseDuplicates, refuseFaulty, refuseStatusPair, refuseTakenKey } from './rules.js';

/** What a write did; `undo` takes it back, for change sets. */
export interface Written {
  readonly answer: ApiAnswer;
  readonly id: string;
  undo(): void;
}

/** `POST /leads`. */
export function createRecord(environment: Environment, table: TableSchema, request: ApiRequest): Written {
  const values = readPayload(environment, table, request.body, 'create');
  const id = idGiven(values, table) ?? environment.mintId();
  if (environment.records(table).live(id)) {
    throw new ApiRefused(412, '0x80040237', 'A record with matching key values already exists.');
  }
  return putNew(environment, table, request, {
    endpoint: 'create',
    id,
    values,
    address: `${table.entitySet}(${id})`,
  });
}

/** `PATCH /leads(…)`: creates or updates, as the conditional headers allow. */
export function patchRecord(
  environment: Environment,
  table: TableSchema,
  key: Key,
  request: ApiRequest,
): Written {
  const endpoint = key.kind === 'columns' ? 'upsert' : 'update';
  const found = findByKey(environment, table, key);
  checkConditions(environment, table, key, found, request);
  const address = request.url.split('?', 1)[0] ?? '';
  if (found === null) {
    const values = { ...keyValues(key), ...readPayload(environment, table, request.body, 'create') };
    noteKeyInBody(environment, key, request);
    const id = key.kind === 'id' ? key.id : environment.mintId();
    return putNew(environment, table, request, { endpoint, id, values, address });
  }
  const values = readPayload(environment, table, request.body, 'update');
  noteKeyInBody(environment, key, request);
  for (const name of Object.keys(keyValues(key))) delete values[name];
  return putChanged(environment, table, request, { endpoint, id: found, values, address });
}

/** `DELETE /leads(…)`. */
export function deleteRecord(
  environment: Environment,
  table: TableSchema,
  key: Key,
  request: ApiRequest,
): Written {
  const id = findByKey(environment, table, key);
  if (id === null) throw missing(table, key);
  const record = environment.records(table).live(id) ?? {};
  refuseFaulty(environment, 'delete', request.method, record);
  const undo = environment.modify(table, id, { operation: 'delete', by: 'api', fields: {} });
  return { answer: { status: 204 }, id, undo };
}

/** The id of the record that a key leads to, null where there is none. Throws for a key that is not declared. */
export function findByKey(environment: Environment, table: TableSchema, key: Key): string | null {
  const records = environment.records(table);
  if (key.kind === 'id') return records.live(key.id) ? key.id : null;
  const values = key.kind === 'columns' ? [...key.values] : [];
  const [[name, value] = ['', '']] = values;
  if (values.length !== 1 || name !== KEY_COLUMN.name || !environment.isKeyActive()) {
    throw new ApiRefused(
      400,
      '0x80060888',
      `The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.${table.logicalName}'. Ensure that the ` +
        'names and number of key properties match the declared or alternate key properties for the resource ' +
        `'Microsoft.Dynamics.CRM.${table.logicalName}'.`,
    );
  }
  return records.idsWith(name, value)[0] ?? null;
}

export function missing({ logicalName }: TableSchema, key: Key): ApiRefused {
  return key.kind === 'id' ? noSuchRecord(logicalName, key.id) : noSuchKey(logicalName);
}

interface Change {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly values: FieldValues;
  /** The record as the request addressed it, which answers without a body repeat. */
  readonly address: string;
}

function putNew(environment: Environment, table: TableSchema, request: ApiRequest, change: Change): Written {
  const { endpoint, id, values } = change;
  refuseFaulty(environment, endpoint, request.method, values);
  refuseTakenKey(environment, table, values, null);
  refuseDuplicates(environment, table, values, null, request);
  const undo = environment.insert(table, id, 'api', values);
  return { id, undo, answer: answerTo(environment, table, request, change, true) };
}

function putChanged(
  environment: Environment,
  table: TableSchema,
  request: ApiRequest,
  change: Change,
): Written {
  const { endpoint, id, values } = change;
  const record = environment.records(table).live(id) ?? {};
  refuseFaulty(environment, endpoint, request.method, { ...record, ...values });
  refuseClosed(table, record, values);
  refuseStatusPair(table, record, values);
  refuseTakenKey(environment, table, values, id);
  refuseDuplicates(environment, table, values, id, request);
  const undo = environment.modify(table, id, { operation: 'update', by: 'api', fields: values });
  return { id, undo, answer: answerTo(environment, table, request, change, false) };
}

/** Without a body, answers tell neither whether a record is new nor, by an alternate key, its id. */
function answerTo(
  environment: Environment,
  table: TableSchema,
  request: ApiRequest,
  { id, address }: Change,
  isNew: boolean,
): ApiAnswer {
  const entityId = { 'odata-entityid': request.root + address };
  if (!prefers(request, 'return=representation')) return { status: 204, headers: entityId };
  const body = representation(environment, table, id, selectOf(request, table));
  return {
    status: isNew ? 201 : 200,
    body: { '@odata.context': `${request.root}$metadata#${table.entitySet}/$entity`, ...body },
    headers: { ...entityId, 'preference-applied': 'return=representation' },
  };
}

/** `If-Match` and `If-None-Match` ("Perform conditional operations"). */
function checkConditions(
  environment: Environment,
  table: TableSchema,
  key: Key,
  found: string | null,
  request: ApiRequest,
): void {
  const code = (hexadecimal: string) => (environment.settings.conditionalCode === 'empty' ? '' : hexadecimal);
  const ifMatch = request.header('if-match');
  if (ifMatch !== undefined && found === null) throw missing(table, key);
  if (ifMatch !== undefined && ifMatch !== '*' && found !== null) {
    const record = environment.records(table).live(found);
    if (ifMatch !== `W/"${record?.['versionnumber']}"`) {
      const message = "The version of the existing record doesn't match the RowVersion property provided.";
      throw new ApiRefused(412, code('0x80060882'), message);
    }
  }
  if (request.header('if-none-match') === '*' && found !== null) {
    throw new ApiRefused(412, code('0x80040237'), 'A record with matching key values already exists.');
  }
}

function keyValues(key: Key): FieldValues {
  return key.kind === 'columns' ? Object.fromEntries(key.values) : {};
}

/** It is taken, and wins over the address for a new record: nobody should rely on that. */
function noteKeyInBody(environment: Environment, key: Key, request: ApiRequest): void {
  const body = objectIn(request.body) ?? {};
  const repeated = Object.keys(keyValues(key)).filter((name) => name in body);
  if (repeated.length > 0)
    environment.counters.countViolation(`key column ${repeated.join(', ')} in the body`);
}

function idGiven(values: FieldValues, { idColumn }: TableSchema): string | null {
  const id = values[idColumn];
  if (id === undefined || id === null) return null;
  if (typeof id !== 'string') throw malformed('0x80048d19', `${idColumn} is no id.`);
  return id.toLowerCase();
}
