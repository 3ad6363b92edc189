import type { FieldValue, FieldValues } from '../../frame/index.js';
import type { TableSchema } from '../environment/catalogue.js';
import { storedName } from '../environment/column.js';
import type { Environment } from '../environment/environment.js';
import { readAddress } from '../odata/address.js';
import { ApiRefused } from './errors.js';
import type { ApiRequest } from './request.js';

/** Names by which the columns of a table are queried. */
export function columnsInQuery({ columns }: TableSchema): ReadonlySet<string> {
  return new Set([...columns.map(storedName), 'versionnumber']);
}

/** The columns of `$select`, all where there is none. Throws {@link ApiRefused}. */
export function selectOf(request: ApiRequest, table: TableSchema): readonly string[] {
  const known = columnsInQuery(table);
  const given = readAddress(request.url).search.get('$select');
  if (given === null) return [...known];
  const names = given.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !known.has(name));
  if (wrong === undefined) return names;
  const message = `Could not find a property named '${wrong}' on type 'Microsoft.Dynamics.CRM.${table.logicalName}'.`;
  throw new ApiRefused(400, '0x80060888', message);
}

export function representation(
  environment: Environment,
  table: TableSchema,
  id: string,
  select: readonly string[],
): Record<string, unknown> {
  return rowOf(environment.records(table).live(id) ?? {}, table, select);
}

export function rowOf(
  fields: Readonly<FieldValues>,
  { idColumn }: TableSchema,
  select: readonly string[],
): Record<string, FieldValue> {
  const values = [...new Set([...select, idColumn])].map((name): [string, FieldValue] => [
    name,
    fields[name] ?? null,
  ]);
  return { '@odata.etag': `W/"${fields['versionnumber']}"`, ...Object.fromEntries(values) };
}
