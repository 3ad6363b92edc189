import type { Endpoint } from '../rest/endpoints.js';
import { refusalOf } from '../faults/row-faults.js';
import { RowRefused } from '../rest/errors.js';
import { duplicateField, refuseDuplicate } from './duplicates.js';
import { refuseMember, responseOf } from './members.js';
import type { FieldValues } from '../../frame/index.js';
import { canonicalId } from '../org/ids.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';
import { checkValues, readRow, type Given } from './validation.js';

/** What holds for all rows of one writing call. */
export interface WriteCall {
  readonly org: SalesforceOrg;
  readonly endpoint: Endpoint;
  readonly method: string;
  /** Whether an alert of a duplicate rule is passed. */
  readonly allowSave: boolean;
  /** Whether an active assignment rule may choose the owner. */
  readonly autoAssign: boolean;
  /** How to undo what the call did, oldest first. */
  readonly undo: (() => void)[];
}

/** Undoes everything a call did. */
export function rollBack(call: WriteCall): void {
  for (const undo of call.undo.splice(0).toReversed()) undo();
}

/** Creates a record and answers its id. Throws {@link RowRefused}. */
export function createRow(call: WriteCall, schema: ObjectSchema, given: Given): string {
  strike(call, null, given);
  refuseReadOnlyObject(schema);
  const values = readRow(schema, given, 'create');
  checkValues(schema, values, 'create');
  checkReferences(call.org, schema, values);
  checkUnique(call.org, schema, values, null);
  refuseDuplicate(call.org, schema, values, null, call.allowSave);
  refuseMember(call.org, schema, values);

  const id = call.org.mintId(schema);
  const complete = {
    ...values,
    ...responseOf(schema, values),
    ...assignedOwner(call, schema),
    ...call.org.settings.workflow,
  };
  call.undo.push(call.org.insert(schema, id, 'api', complete));
  return id;
}

/** Changes a record. Throws {@link RowRefused}. */
export function updateRow(call: WriteCall, schema: ObjectSchema, id: string, given: Given): void {
  const table = call.org.table(schema);
  const before = table.get(id)?.fields ?? {};
  strike(call, id, { ...before, ...given });
  refuseReadOnlyObject(schema);
  refuseGone(call.org, schema, id);
  if (before['IsConverted'] === true) {
    throw new RowRefused('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead');
  }
  const values = readRow(schema, given, 'update');
  checkValues(schema, values, 'update');
  checkReferences(call.org, schema, values);
  checkUnique(call.org, schema, values, id);
  const toldBy = duplicateField(schema);
  if (toldBy !== null && values[toldBy] !== before[toldBy])
    refuseDuplicate(call.org, schema, values, id, call.allowSave);

  const fields = {
    ...values,
    ...responseOf(schema, values),
    ...assignedOwner(call, schema),
    ...call.org.settings.workflow,
  };
  call.undo.push(call.org.modify(table, id, { by: 'api', operation: 'update', fields }));
}

/**
 * Updates the record whose external id has this value, or creates one. Throws {@link RowRefused}, with
 * `DUPLICATE_EXTERNAL_ID` where the value fits several.
 */
export function upsertRow(
  call: WriteCall,
  schema: ObjectSchema,
  externalIdField: string,
  externalId: string,
  given: Given,
): { readonly id: string; readonly created: boolean } {
  const [id, second] = call.org.table(schema).idsWith(externalIdField, externalId.trim());
  if (second !== undefined) {
    throw new RowRefused(
      'DUPLICATE_EXTERNAL_ID',
      `${externalIdField}: more than one record found for external id field: [${id}, ${second}]`,
      [externalIdField],
    );
  }
  if (id === undefined) {
    return { id: createRow(call, schema, { ...given, [externalIdField]: externalId }), created: true };
  }
  updateRow(call, schema, id, given);
  return { id, created: false };
}

/** Moves a record to the recycle bin. Throws {@link RowRefused}. */
export function deleteRow(call: WriteCall, schema: ObjectSchema, id: string): void {
  const table = call.org.table(schema);
  strike(call, id, table.get(id)?.fields ?? {});
  refuseReadOnlyObject(schema);
  refuseGone(call.org, schema, id);
  call.undo.push(...call.org.remove(schema, id, 'api'));
}

function strike(call: WriteCall, id: string | null, record: Given): void {
  const fault = call.org.faults.strikeRow(call.endpoint, call.method, record);
  if (fault) throw refusalOf(fault, id);
}

/** The object and the 18-character id that a row names. Throws {@link RowRefused}. */
export function locate(
  org: SalesforceOrg,
  idText: unknown,
): { readonly id: string; readonly schema: ObjectSchema } {
  const id = typeof idText === 'string' ? canonicalId(idText) : null;
  if (id === null) throw new RowRefused('MALFORMED_ID', `malformed id ${String(idText)}`, ['Id']);
  const schema = org.schema.objectOfId(id);
  if (!schema) throw new RowRefused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Id']);
  return { id, schema };
}

function refuseReadOnlyObject(schema: ObjectSchema): void {
  if (schema.writable) return;
  throw new RowRefused(
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    `entity type cannot be written: ${schema.name}`,
  );
}

function refuseGone(org: SalesforceOrg, schema: ObjectSchema, id: string): void {
  const record = org.table(schema).get(id);
  if (!record) throw new RowRefused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (record.deleted) throw new RowRefused('ENTITY_IS_DELETED', 'entity is deleted');
}

function checkReferences(org: SalesforceOrg, schema: ObjectSchema, values: FieldValues): void {
  for (const [name, value] of Object.entries(values)) {
    const field = schema.anyField(name);
    if (field?.type !== 'reference' || typeof value !== 'string') continue;
    const target = org.schema.objectOfId(value);
    const isThere = target
      ? field.referenceTo.includes(target.name) && org.table(target).live(value) !== undefined
      : field.referenceTo.includes('User') && mayOwn(schema, value);
    if (!isThere) {
      throw new RowRefused('INVALID_CROSS_REFERENCE_KEY', `${field.label}: invalid cross reference id`, [
        name,
      ]);
    }
  }
}

/** Queues own Leads; of the other objects here only users do. */
function mayOwn({ name }: ObjectSchema, id: string): boolean {
  return id.startsWith('005') || (id.startsWith('00G') && name === 'Lead');
}

function checkUnique(
  org: SalesforceOrg,
  schema: ObjectSchema,
  values: FieldValues,
  self: string | null,
): void {
  for (const { name } of schema.uniqueFields) {
    const value = values[name];
    if (typeof value !== 'string') continue;
    const other = org
      .table(schema)
      .idsWith(name, value)
      .find((id) => id !== self);
    if (other !== undefined) {
      throw new RowRefused(
        'DUPLICATE_VALUE',
        `duplicate value found: ${name} duplicates value on record with id: ${other}`,
      );
    }
  }
}

function assignedOwner(call: WriteCall, schema: ObjectSchema): FieldValues {
  const applies = schema.name === 'Lead' && call.org.settings.assignmentRule && call.autoAssign;
  return applies ? { OwnerId: call.org.assignmentQueueId } : {};
}
