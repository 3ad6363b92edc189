import {
  ControlRefused,
  type FieldValue,
  type FieldValues,
  type RecordTable,
  type StoredRecord,
} from '../../frame/index.js';
import { canonicalId } from '../org/ids.js';
import { timestamp, type SalesforceOrg } from '../org/org.js';
import type { ObjectSchema } from '../org/schema.js';

export interface RecordFilter {
  readonly email?: string;
  /** Whether deleted records are wanted too. */
  readonly deleted: boolean;
}

// What people do in the CRM itself: rules for API users do not hold, and nothing is counted.

/** The records of an object, oldest first; with the deleted ones if wanted. */
export function listRecords(
  org: SalesforceOrg,
  objectName: string,
  filter: RecordFilter,
): { readonly total: number; readonly records: readonly unknown[] } {
  const table = org.table(objectNamed(org, objectName));
  const records = candidates(table, filter).map(({ fields, history }) =>
    org.settings.keepHistory ? { ...fields, history } : fields,
  );
  return { total: records.length, records };
}

function candidates(table: RecordTable, { email, deleted }: RecordFilter): readonly StoredRecord[] {
  const isIndexed = email !== undefined && !deleted;
  const records = isIndexed
    ? table.idsWith('Email', email).flatMap((id) => table.get(id) ?? [])
    : [...table.entries()].map(([, record]) => record);
  return records.filter(
    (record) =>
      (deleted || !record.deleted) &&
      (email === undefined || String(record.fields['Email'] ?? '').toLowerCase() === email.toLowerCase()),
  );
}

/** Types in a record and answers its id. Throws {@link ControlRefused}. */
export function typeIn(org: SalesforceOrg, objectName: string, given: Record<string, unknown>): string {
  const schema = objectNamed(org, objectName);
  const values = readByHand(schema, given);
  refuseTaken(org, schema, values, null);
  const id = org.mintId(schema);
  org.insert(schema, id, 'control', values);
  return id;
}

/** Changes a record. Throws {@link ControlRefused}. */
export function changeByHand(
  org: SalesforceOrg,
  objectName: string,
  idText: string,
  given: Record<string, unknown>,
): void {
  const schema = objectNamed(org, objectName);
  const { table, id } = find(org, schema, idText);
  const fields = readByHand(schema, given);
  refuseTaken(org, schema, fields, id);
  org.modify(table, id, { by: 'control', operation: 'update', fields });
}

/** Deletes a record. Throws {@link ControlRefused}. */
export function removeByHand(org: SalesforceOrg, objectName: string, idText: string): void {
  const schema = objectNamed(org, objectName);
  org.remove(schema, find(org, schema, idText).id, 'control');
}

/** Converts a lead to a contact of a new account. Throws {@link ControlRefused}. */
export function convertByHand(
  org: SalesforceOrg,
  idText: string,
): { readonly contactId: string; readonly accountId: string } {
  const { table, id, fields } = find(org, objectNamed(org, 'Lead'), idText);
  if (fields['IsConverted'] === true) throw new ControlRefused(`Lead ${id} is converted already.`);
  const accountId = typeIn(org, 'Account', { Name: fields['Company'] ?? '[not provided]' });
  const person = ['FirstName', 'LastName', 'Email', 'Phone', 'Title', 'LeadSource'];
  const kept = person.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]));
  const contactId = typeIn(org, 'Contact', { ...Object.fromEntries(kept), AccountId: accountId });
  org.modify(table, id, {
    by: 'control',
    operation: 'convert',
    fields: {
      IsConverted: true,
      Status: 'Closed - Converted',
      ConvertedDate: timestamp(),
      ConvertedContactId: contactId,
      ConvertedAccountId: accountId,
    },
  });
  joinAsContact(org, id, contactId);
  return { contactId, accountId };
}

/** The campaigns of a converted lead are the contact's too. */
function joinAsContact(org: SalesforceOrg, leadId: string, contactId: string): void {
  const table = org.table(objectNamed(org, 'CampaignMember'));
  for (const id of table.idsWith('LeadId', leadId)) {
    org.modify(table, id, { by: 'control', operation: 'update', fields: { ContactId: contactId } });
  }
}

function objectNamed(org: SalesforceOrg, name: string): ObjectSchema {
  const schema = org.schema.object(name);
  if (schema) return schema;
  const known = org.schema.objects.map((object) => object.name).join(', ');
  throw new ControlRefused(`The sandbox has no object ${name}; it has ${known}.`, 404);
}

function find(
  org: SalesforceOrg,
  schema: ObjectSchema,
  idText: string,
): { readonly table: RecordTable; readonly id: string; readonly fields: Readonly<FieldValues> } {
  const table = org.table(schema);
  const id = canonicalId(idText);
  const fields = id === null ? undefined : table.live(id);
  if (id === null || !fields) throw new ControlRefused(`There is no ${schema.name} ${idText}.`, 404);
  return { table, id, fields };
}

function readByHand(schema: ObjectSchema, given: Record<string, unknown>): FieldValues {
  const values: FieldValues = {};
  for (const [name, value] of Object.entries(given)) {
    const field = schema.anyField(name);
    if (!field || field.type === 'id')
      throw new ControlRefused(`${schema.name} has no field ${name} to be set.`);
    values[field.name] = plainValue(field.name, field.type === 'datetime', value);
  }
  return values;
}

function plainValue(name: string, isTime: boolean, value: unknown): FieldValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string')
    throw new ControlRefused(`${name} must be text, a number, true, false or null.`);
  if (!isTime) return value === '' ? null : value;
  const at = new Date(value);
  if (Number.isNaN(at.getTime()))
    throw new ControlRefused(`${name} must be a moment, e.g. 2026-03-01T09:30:00Z.`);
  return timestamp(at);
}

function refuseTaken(
  org: SalesforceOrg,
  schema: ObjectSchema,
  values: FieldValues,
  self: string | null,
): void {
  for (const { name } of schema.uniqueFields) {
    const value = values[name];
    const taken = typeof value === 'string' ? org.table(schema).idsWith(name, value) : [];
    const other = taken.find((id) => id !== self);
    if (other !== undefined) throw new ControlRefused(`${name} ${String(value)} is taken by ${other}.`);
  }
}
