import type { FieldValues, Verdict, WriteOperation } from '../system.js';
import { json, type MarketoClient } from './client.js';
import { failed } from './failure.js';
import { caseless } from './objects.js';
import type { Create, ObjectCalls, Remove, Update } from './object-calls.js';
import { assertSameIds, failureOf, rowsFor } from './rows.js';
import { held } from './verdict.js';

/** Sync Companies. Our key is the company's external id, so that making one twice makes one. */
export class CompanyCalls implements ObjectCalls {
  constructor(private readonly client: MarketoClient) {}

  settled(operation: WriteOperation): Verdict | null {
    const isIdle = operation.operation === 'update' && Object.keys(writable(operation.fields)).length === 0;
    return isIdle ? { verdict: 'unchanged', remoteId: operation.remoteId } : null;
  }

  kindOf({ operation }: WriteOperation): string {
    return operation;
  }

  identityOf(operation: WriteOperation): string {
    return operation.operation === 'create' ? caseless(operation.key) : operation.remoteId;
  }

  async send(operations: readonly WriteOperation[]): Promise<readonly Verdict[]> {
    const creates = operations.filter((operation) => operation.operation === 'create');
    if (creates.length > 0) return this.#create(creates);
    const updates = operations.filter((operation) => operation.operation === 'update');
    if (updates.length > 0) return this.#update(updates);
    return this.#remove(operations.filter((operation) => operation.operation === 'remove'));
  }

  #create(creates: readonly Create[]): Promise<Verdict[]> {
    const input = creates.map(({ key, fields }) => ({ ...filled(fields), externalCompanyId: key }));
    return this.#sync({ action: 'createOrUpdate', dedupeBy: 'dedupeFields', input });
  }

  #update(updates: readonly Update[]): Promise<Verdict[]> {
    const input = updates.map(({ remoteId, fields }) => ({ ...writable(fields), id: Number(remoteId) }));
    const ids = updates.map(({ remoteId }) => remoteId);
    return this.#sync({ action: 'updateOnly', dedupeBy: 'idField', input }, ids);
  }

  async #sync(body: { readonly input: readonly object[]; readonly [name: string]: unknown }, ids?: string[]) {
    const call = { method: 'POST', path: '/rest/v1/companies.json', body: json(body) } as const;
    const rows = rowsFor(body.input.length, await this.client.request(call));
    if (ids) assertSameIds(rows, ids);
    return rows.map((row): Verdict => {
      const { id, status } = row;
      if (status !== 'created' && status !== 'updated') {
        return failureOf(row, held('already-there', 'Marketo has done this already.'), this.client.now());
      }
      if (id === null) throw failed('UNREADABLE_ANSWER', 'Marketo answered a company without an id.');
      return { verdict: status, remoteId: id };
    });
  }

  async #remove(removals: readonly Remove[]): Promise<Verdict[]> {
    const ids = removals.map(({ remoteId }) => remoteId);
    const body = json({ deleteBy: 'idField', input: ids.map((id) => ({ id: Number(id) })) });
    const call = { method: 'POST', path: '/rest/v1/companies/delete.json', body } as const;
    const rows = rowsFor(ids.length, await this.client.request(call));
    assertSameIds(rows, ids);
    const removed: Verdict = { verdict: 'removed' };
    return rows.map((row) =>
      row.status === 'deleted' ? removed : failureOf(row, removed, this.client.now()),
    );
  }
}

/** The external id of a company is given once, when it is made. */
function writable(fields: FieldValues): FieldValues {
  const given = Object.entries(fields).filter(([name]) => name !== 'externalCompanyId');
  return Object.fromEntries(given.map(([name, value]) => [name, value === '' ? null : value]));
}

function filled(fields: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
}
