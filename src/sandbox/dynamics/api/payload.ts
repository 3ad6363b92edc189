import type { FieldValue, FieldValues } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { storedName, type Column } from '../environment/column.js';
import { objectIn, type Environment } from '../environment/environment.js';
import { readAddress } from '../odata/address.js';
import { ApiRefused, badPayload, noSuchKey, noSuchRecord } from './errors.js';

/**
 * Reads a body into values as they are stored. Columns that may not be written in this operation are silently left
 * out, as are annotations; columns that forms require are not asked for. Throws {@link ApiRefused}.
 */
export function readPayload(
  environment: Environment,
  table: TableSchema,
  body: string,
  operation: 'create' | 'update',
): FieldValues {
  const given = objectIn(body);
  if (!given) throw badPayload('Exception Message: The payload is no JSON object.');
  return readMembers(environment, table, given, operation);
}

export function readMembers(
  environment: Environment,
  table: TableSchema,
  given: Readonly<Record<string, unknown>>,
  operation: 'create' | 'update',
): FieldValues {
  const values: FieldValues = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.endsWith('@odata.bind')) {
      const [column, id] = readBinding(environment, table, name.slice(0, -'@odata.bind'.length), value);
      values[storedName(column)] = id;
      continue;
    }
    if (name.startsWith('@')) continue;
    const column = columnNamed(table, name);
    const isWritable = operation === 'create' ? column.createable : column.updateable;
    if (isWritable) values[name] = readValue(table, column, value);
  }
  return values;
}

function columnNamed(table: TableSchema, name: string): Column {
  const column = table.columns.find((each) => each.name === name);
  if (!column) {
    throw badPayload(
      `Exception Message: The property '${name}' does not exist on type 'Microsoft.Dynamics.CRM.${table.logicalName}'. ` +
        'Make sure to only use property names that are defined by the type.',
    );
  }
  if (column.targets) {
    throw badPayload(
      `Exception Message: '${name}' is a lookup: use the navigation property with @odata.bind instead.`,
    );
  }
  return column;
}

/** The column that a navigation property sets, whose name is compared with its case, and the id it leads to. */
function readBinding(
  environment: Environment,
  table: TableSchema,
  property: string,
  value: unknown,
): [Column, string | null] {
  for (const column of table.columns) {
    const target = column.targets?.find((each) => each.property === property);
    if (!target) continue;
    return [column, value === null ? null : readReference(environment, target.table, value)];
  }
  throw badPayload(
    `Exception Message: An undeclared property '${property}' which only has property annotations in the payload but no ` +
      'property value was found in the payload. In OData, only declared navigation properties and declared named streams ' +
      'can be represented as properties without values.',
  );
}

function readReference(environment: Environment, target: string, value: unknown): string {
  const path = String(value).replace(/^https?:\/\/[^/]+\/api\/data\/v9\.\d\//, '');
  const [segment, ...more] = readAddress(path).segments;
  const table = segment && environment.tableOfSet(segment.name);
  if (!segment || more.length > 0 || !segment.key) throw badPayload(`Invalid reference ${String(value)}.`);
  // Users and teams are not held here; any id of theirs is taken.
  if (!table && (target === 'systemuser' || target === 'team')) return idOf(segment.key);
  if (table?.logicalName !== target) {
    throw badPayload(`A resource of type '${segment.name}' was given where '${target}' is expected.`);
  }
  return findReferred(environment, table, segment.key);
}

function idOf(key: NonNullable<ReturnType<typeof readAddress>['segments'][number]['key']>): string {
  if (key.kind !== 'id') throw badPayload('A reference to a user or team needs its id.');
  return key.id;
}

function findReferred(
  environment: Environment,
  table: TableSchema,
  key: NonNullable<ReturnType<typeof readAddress>['segments'][number]['key']>,
): string {
  const records = environment.records(table);
  if (key.kind === 'id') {
    if (!records.live(key.id)) throw noSuchRecord(table.logicalName, key.id);
    return key.id;
  }
  const [[name, text] = ['', '']] = key.kind === 'columns' ? [...key.values] : [];
  const [id] = records.isIndexed(name) ? records.idsWith(name, text) : [];
  if (id === undefined) throw noSuchKey(table.logicalName);
  return id;
}

function readValue(table: TableSchema, column: Column, value: unknown): FieldValue {
  if (value === null) return null;
  switch (column.type) {
    case 'String':
    case 'Memo':
      return readText(table, column, value);
    case 'Boolean':
      if (typeof value !== 'boolean') throw wrongType(value, 'Edm.Boolean');
      return value;
    case 'Integer':
    case 'Picklist':
    case 'State':
    case 'Status':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(value, 'Edm.Int32');
      return column.options ? readOption(table, column, value) : inRange(table, column, value, '0x8004432f');
    case 'Money':
      if (typeof value !== 'number') throw wrongType(value, 'Edm.Decimal');
      return inRange(table, column, value, '0x80044330');
    case 'DateTime':
      return column.isDay ? readDay(value) : readMoment(value);
    default:
      if (typeof value !== 'string') throw wrongType(value, 'Edm.Guid');
      return value;
  }
}

function readDay(value: unknown): string {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (!isDay || Number.isNaN(Date.parse(value))) throw wrongType(value, 'Edm.Date');
  return value;
}

function readMoment(value: unknown): string {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value)))
    throw wrongType(value, 'Edm.DateTimeOffset');
  return new Date(value).toISOString();
}

function readText(table: TableSchema, { name, maxLength = Infinity }: Column, value: unknown): FieldValue {
  if (typeof value !== 'string') throw wrongType(value, 'Edm.String');
  if (value.length <= maxLength) return value === '' ? null : value;
  const message = `The length of the '${name}' attribute of the '${table.logicalName}' entity exceeded the maximum allowed length of '${maxLength}'.`;
  throw new ApiRefused(400, '0x80044331', message);
}

function readOption({ logicalName }: TableSchema, { name, options = [] }: Column, value: number): number {
  if (options.some((option) => option.value === value)) return value;
  const accepted = options.map((option) => option.value).join(',');
  const message = `The value ${value} of '${name}' on record of type '${logicalName}' is outside the valid range. Accepted Values: ${accepted}`;
  throw new ApiRefused(400, '0x8004431a', message);
}

function inRange({ logicalName }: TableSchema, column: Column, value: number, code: string): number {
  const { name, minimum = -Infinity, maximum = Infinity } = column;
  if (value >= minimum && value <= maximum) return value;
  const message = `A validation error occurred. The value of '${name}' on record of type '${logicalName}' is outside the valid range.`;
  throw new ApiRefused(400, code, message);
}

function wrongType(value: unknown, type: string): ApiRefused {
  return badPayload(
    `Exception Message: Cannot convert the literal '${String(value)}' to the expected type '${type}'.`,
  );
}
