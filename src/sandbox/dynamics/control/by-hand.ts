import { ControlRefused, type FieldValue, type FieldValues } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { storedName } from '../environment/column.js';
import { KEY_COLUMN, type Environment } from '../environment/environment.js';

/** Records of a table, each with all its columns. */
export function listRecords(
  environment: Environment,
  tableName: string,
  { email, deleted }: { readonly email?: string | undefined; readonly deleted: boolean },
): { readonly total: number; readonly records: readonly unknown[] } {
  const table = tableNamed(environment, tableName);
  const records = [...environment.records(table).entries()].flatMap(([, record]) => {
    if (record.deleted && !deleted) return [];
    const isOfEmail = email === undefined || same(record.fields['emailaddress1'], email);
    if (!isOfEmail) return [];
    return [environment.settings.keepHistory ? { ...record.fields, history: record.history } : record.fields];
  });
  return { total: records.length, records };
}

/** Types in a record, without any rule, and answers its id. Throws {@link ControlRefused}. */
export function typeIn(environment: Environment, tableName: string, given: Record<string, unknown>): string {
  const table = tableNamed(environment, tableName);
  const values = readByHand(table, given);
  refuseTaken(environment, table, values, null);
  const id = environment.mintId();
  environment.insert(table, id, 'control', values);
  return id;
}

/** Changes a record. Throws {@link ControlRefused}. */
export function changeByHand(
  environment: Environment,
  tableName: string,
  id: string,
  given: Record<string, unknown>,
): void {
  const table = tableNamed(environment, tableName);
  find(environment, table, id);
  const fields = readByHand(table, given);
  refuseTaken(environment, table, fields, id);
  environment.modify(table, id, { by: 'control', operation: 'update', fields });
}

/** Deletes a record. Throws {@link ControlRefused}. */
export function removeByHand(environment: Environment, tableName: string, id: string): void {
  const table = tableNamed(environment, tableName);
  find(environment, table, id);
  environment.modify(table, id, { by: 'control', operation: 'delete', fields: {} });
}

/** Qualifies a lead, which makes a contact and an account of it. Throws {@link ControlRefused}. */
export function qualifyByHand(
  environment: Environment,
  id: string,
): { readonly contactId: string; readonly accountId: string } {
  const table = tableNamed(environment, 'lead');
  const lead = find(environment, table, id);
  if (lead['statecode'] !== 0) throw new ControlRefused(`Lead ${id} is closed already.`);
  const accountId = typeIn(environment, 'account', { name: lead['companyname'] ?? '[not provided]' });
  const person = ['firstname', 'lastname', 'emailaddress1', 'telephone1', 'jobtitle'];
  const kept = Object.fromEntries(person.map((name) => [name, lead[name] ?? null]));
  const contactId = typeIn(environment, 'contact', { ...kept, _parentcustomerid_value: accountId });
  const fields = {
    statecode: 1,
    statuscode: 3,
    _parentcontactid_value: contactId,
    _parentaccountid_value: accountId,
  };
  environment.modify(table, id, { by: 'control', operation: 'convert', fields });
  return { contactId, accountId };
}

export function disqualifyByHand(environment: Environment, id: string): void {
  const table = tableNamed(environment, 'lead');
  const lead = find(environment, table, id);
  if (lead['statecode'] !== 0) throw new ControlRefused(`Lead ${id} is closed already.`);
  environment.modify(table, id, {
    by: 'control',
    operation: 'update',
    fields: { statecode: 2, statuscode: 4 },
  });
}

function tableNamed(environment: Environment, name: string): TableSchema {
  const table = environment.tableNamed(name);
  if (table) return table;
  const known = environment.tables.map(({ logicalName }) => logicalName).join(', ');
  throw new ControlRefused(`The sandbox has no table ${name}; it has ${known}.`, 404);
}

function find(environment: Environment, table: TableSchema, id: string): Readonly<FieldValues> {
  const fields = environment.records(table).live(id);
  if (!fields) throw new ControlRefused(`There is no ${table.logicalName} ${id}.`, 404);
  return fields;
}

function readByHand(
  { logicalName, idColumn, columns }: TableSchema,
  given: Record<string, unknown>,
): FieldValues {
  const known = new Set(columns.map(storedName));
  const values: FieldValues = {};
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name) || name === idColumn) {
      throw new ControlRefused(`${logicalName} has no column ${name} to be set.`);
    }
    if (!isPlain(value)) throw new ControlRefused(`${name} must be text, a number, true, false or null.`);
    values[name] = value === '' ? null : value;
  }
  return values;
}

function isPlain(value: unknown): value is FieldValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function refuseTaken(
  environment: Environment,
  table: TableSchema,
  values: FieldValues,
  self: string | null,
): void {
  const key = values[KEY_COLUMN.name];
  if (typeof key !== 'string') return;
  const other = environment
    .records(table)
    .idsWith(KEY_COLUMN.name, key)
    .find((id) => id !== self);
  if (other !== undefined) throw new ControlRefused(`${KEY_COLUMN.name} ${key} is taken by ${other}.`);
}

function same(value: FieldValue | undefined, email: string): boolean {
  return String(value ?? '').toLowerCase() === email.toLowerCase();
}
