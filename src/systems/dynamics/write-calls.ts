import type { FieldValue, FieldValues, Failure, WriteOperation } from '../system.js';
import type { Call } from './client.js';
import { isUsableKey, textLiteral } from './literals.js';
import type { TableDescription } from './metadata.js';
import type { DynamicsSettings } from './settings.js';
import { isGuid } from './tables.js';
import { toPayload } from './values.js';
import { ourFault } from './verdict.js';

/** An operation as the call that does it. */
export interface WriteCall {
  readonly operation: WriteOperation;
  readonly call: Call;
}

export type Prepared =
  { readonly ok: true; readonly write: WriteCall } | { readonly ok: false; readonly failure: Failure };

type Create = Extract<WriteOperation, { operation: 'create' }>;
type Update = Extract<WriteOperation, { operation: 'update' }>;
type Body = Readonly<Record<string, FieldValue>>;
type Settings = Pick<DynamicsSettings, 'alternateKey' | 'duplicateDetection'>;

/** Builds the call of an operation, or says why the record cannot be sent. */
export function prepare(
  operation: WriteOperation,
  description: TableDescription,
  settings: Settings,
): Prepared {
  if (operation.operation === 'create') return prepareCreate(operation, description, settings);
  if (!isGuid(operation.remoteId)) {
    return notSent(ourFault(`"${operation.remoteId}" is not the id of a Dynamics record.`));
  }
  if (operation.operation === 'update') return prepareUpdate(operation, description, settings);
  const path = pathById(operation.remoteId, description);
  return { ok: true, write: { operation, call: { method: 'DELETE', path } } };
}

/**
 * Upserts under our key, which stands in the address only: in the body it could differ, and would win. The answer
 * names the record and its key; without asking for that, Dataverse tells neither its id nor whether it is new.
 */
function prepareCreate(operation: Create, description: TableDescription, settings: Settings): Prepared {
  const { alternateKey } = settings;
  const { key, fields, parents = {} } = operation;
  if (!isUsableKey(key)) return notSent(ourFault(`"${key}" cannot be a key of a Dynamics record.`));
  const payload = toPayload({ ...parentColumns(parents, description), ...filled(fields) }, description);
  if (!payload.ok) return payload;
  const missing = missingColumn(fields, description);
  if (missing) return notSent(missing);
  const { entitySet, idColumn } = description.table;
  const path = `${entitySet}(${alternateKey}=${textLiteral(key)})?$select=${idColumn},${alternateKey}`;
  const headers = { prefer: 'return=representation', ...duplicateHeader(settings) };
  return sent(operation, {
    method: 'PATCH',
    path,
    headers,
    body: JSON.stringify(withoutKey(payload.body, alternateKey)),
  });
}

/** Updates by id and only what exists: a record that was deleted must not rise again. */
function prepareUpdate(operation: Update, description: TableDescription, settings: Settings): Prepared {
  const { remoteId, key, fields } = operation;
  const payload = toPayload(fields, description);
  if (!payload.ok) return payload;
  const { alternateKey } = settings;
  const rest = withoutKey(payload.body, alternateKey);
  const body = key === undefined ? rest : { ...rest, [alternateKey]: key };
  const headers = { 'if-match': '*', ...duplicateHeader(settings) };
  return sent(operation, {
    method: 'PATCH',
    path: pathById(remoteId, description),
    headers,
    body: JSON.stringify(body),
  });
}

function pathById(remoteId: string, { table }: TableDescription): string {
  return `${table.entitySet}(${remoteId.toLowerCase()})`;
}

function duplicateHeader({ duplicateDetection }: Settings): Readonly<Record<string, string>> {
  return duplicateDetection ? { 'mscrm.suppressduplicatedetection': 'false' } : {};
}

/** Columns in which a person's record names its company. */
const parentColumn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lead: { account: 'parentaccountid' },
  contact: { account: 'parentcustomerid' },
};

function parentColumns(
  parents: Readonly<Record<string, string>>,
  { object }: TableDescription,
): Readonly<Record<string, string>> {
  const columns = parentColumn[object] ?? {};
  return Object.fromEntries(
    Object.entries(parents).flatMap(([parent, remoteId]) => {
      const column = columns[parent];
      return column === undefined ? [] : [[column, remoteId]];
    }),
  );
}

/** A new record has nothing to clear. */
function filled(fields: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** The API takes records without what forms demand, so that it is asked for here. */
function missingColumn(fields: FieldValues, description: TableDescription): Failure | null {
  for (const { name, label, requiredOnCreate } of description.fields.values()) {
    if (!requiredOnCreate || (fields[name] ?? '') !== '') continue;
    return {
      code: 'required-missing',
      field: name,
      message: `${label} (${name}) must have a value on a new record, and the mapping gives it none.`,
      advice: 'Map a field that has a value to it, or give the mapping a constant to fall back on.',
      whoActs: 'admin',
    };
  }
  return null;
}

/** The key column is ours: what a mapping writes to it would cut a record off from us. */
function withoutKey(body: Body, alternateKey: string): Body {
  const { [alternateKey]: _, ...rest } = body;
  return rest;
}

function sent(operation: WriteOperation, call: Call): Prepared {
  return { ok: true, write: { operation, call } };
}

function notSent(failure: Failure): Prepared {
  return { ok: false, failure };
}
