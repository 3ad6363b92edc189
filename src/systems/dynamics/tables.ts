import { SystemError } from '../system.js';

/** A table of Dataverse as addresses and bodies name it. */
export interface Table {
  readonly logicalName: string;
  readonly entitySet: string;
  readonly idColumn: string;
}

const tables: ReadonlyMap<string, Table> = new Map([
  ['lead', tableOf('lead', 'leads')],
  ['contact', tableOf('contact', 'contacts')],
  ['account', tableOf('account', 'accounts')],
]);

function tableOf(logicalName: string, entitySet: string): Table {
  return { logicalName, entitySet, idColumn: `${logicalName}id` };
}

export function isKnownObject(object: string): boolean {
  return tables.has(object);
}

/** Throws {@link SystemError} where this connector does not know the object. */
export function tableNamed(object: string): Table {
  const table = tables.get(object);
  if (table) return table;
  throw new SystemError('misconfigured', {
    code: 'UNKNOWN_OBJECT',
    message: `Object "${object}" is not known to the Dynamics connector.`,
    field: null,
    advice: 'Choose one of the objects the destination type lists.',
    whoActs: 'admin',
  });
}

/** Entity sets of tables that lookups of people and companies lead to; the names are the same everywhere. */
const entitySets: ReadonlyMap<string, string> = new Map([
  ...[...tables.values()].map(({ logicalName, entitySet }) => [logicalName, entitySet] as const),
  ['campaign', 'campaigns'],
  ['systemuser', 'systemusers'],
  ['team', 'teams'],
  ['territory', 'territories'],
  ['transactioncurrency', 'transactioncurrencies'],
]);

export function entitySetOf(logicalName: string): string | null {
  return entitySets.get(logicalName) ?? null;
}

export function isGuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

export function sameGuid(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
