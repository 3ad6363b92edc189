import type { Failure, FieldValues, Verdict, WriteOperation } from '../system.js';
import { json, type MarketoClient } from './client.js';
import { failed } from './failure.js';
import type { LeadLookUp } from './lead-look-up.js';
import { caseless, isAscii } from './objects.js';
import type { Create, ObjectCalls, Remove, Update } from './object-calls.js';
import { assertSameIds, failureOf, rowsFor } from './rows.js';
import type { MarketoSettings } from './settings.js';
import { held } from './verdict.js';

/**
 * Sync Leads. A lead is made with `createOnly`, so that one who has appeared since the look-up is refused (1005)
 * rather than overwritten unseen, and changed with `updateOnly` by its id, which no other lead can answer to.
 */
export class LeadCalls implements ObjectCalls {
  constructor(
    private readonly client: MarketoClient,
    private readonly settings: MarketoSettings,
    private readonly lookUp: LeadLookUp,
  ) {}

  settled(operation: WriteOperation): Verdict | null {
    if (operation.operation === 'remove') return null;
    const failure = this.#addressFailure(operation.fields);
    if (failure) return { verdict: 'rejected', ...failure };
    if (operation.operation === 'update') {
      const isIdle = Object.keys(this.#updateOf(operation)).length === 0;
      return isIdle ? { verdict: 'unchanged', remoteId: operation.remoteId } : null;
    }
    if (!this.settings.creates) return notCreated;
    if (this.#addressOf(operation) === null && this.settings.keyField === null) {
      return { verdict: 'rejected', ...noAddress(this.settings.lookupField) };
    }
    return null;
  }

  kindOf(operation: WriteOperation): string {
    if (operation.operation !== 'create') return operation.operation;
    return this.#addressOf(operation) === null ? 'create by key' : 'create by address';
  }

  identityOf(operation: WriteOperation): string {
    if (operation.operation !== 'create') return operation.remoteId;
    return this.#addressOf(operation) ?? caseless(operation.key);
  }

  async send(operations: readonly WriteOperation[]): Promise<readonly Verdict[]> {
    const creates = operations.filter((operation) => operation.operation === 'create');
    if (creates.length > 0) return this.#create(creates);
    const updates = operations.filter((operation) => operation.operation === 'update');
    if (updates.length > 0) return this.#update(updates);
    return this.#remove(operations.filter((operation) => operation.operation === 'remove'));
  }

  async #create(creates: readonly Create[]): Promise<Verdict[]> {
    const { lookupField, keyField } = this.settings;
    const byAddress = creates.every((create) => this.#addressOf(create) !== null);
    const input = creates.map(({ key, fields }) => ({
      ...filled(fields),
      ...(keyField !== null && { [keyField]: key }),
    }));
    return this.#sync({
      action: 'createOnly',
      lookupField: byAddress ? lookupField : (keyField ?? lookupField),
      input,
    });
  }

  async #update(updates: readonly Update[]): Promise<Verdict[]> {
    const input = updates.map((update) => ({ ...this.#updateOf(update), id: Number(update.remoteId) }));
    const ids = updates.map(({ remoteId }) => remoteId);
    return this.#sync({ action: 'updateOnly', lookupField: 'id', input }, ids);
  }

  async #sync(body: { readonly input: readonly object[]; readonly [name: string]: unknown }, ids?: string[]) {
    const call = { method: 'POST', path: '/rest/v1/leads.json', body: json(body) } as const;
    const rows = rowsFor(body.input.length, await this.client.request(call));
    if (ids) assertSameIds(rows, ids);
    return rows.map((row): Verdict => {
      const { id, status } = row;
      if (status !== 'created' && status !== 'updated') return failureOf(row, inUse(id), this.client.now());
      if (id === null) throw failed('UNREADABLE_ANSWER', 'Marketo answered a lead without an id.');
      return { verdict: status, remoteId: id };
    });
  }

  async #remove(removals: readonly Remove[]): Promise<Verdict[]> {
    const ids = removals.map(({ remoteId }) => remoteId);
    const body = json({ input: ids.map((id) => ({ id: Number(id) })) });
    const call = { method: 'POST', path: '/rest/v1/leads/delete.json', body } as const;
    const rows = rowsFor(ids.length, await this.client.request(call));
    assertSameIds(rows, ids);
    const removed: Verdict = { verdict: 'removed' };
    return rows.map((row) =>
      row.status === 'deleted' ? removed : failureOf(row, removed, this.client.now()),
    );
  }

  #updateOf({ fields, key }: Update): FieldValues {
    const { keyField } = this.settings;
    const given = Object.entries(fields).filter(([name, value]) => !isOptIn(name, value));
    const cleared = given.map(([name, value]) => [name, value === '' ? null : value] as const);
    return {
      ...Object.fromEntries(cleared),
      ...(keyField !== null && key !== undefined && { [keyField]: key }),
    };
  }

  #addressOf({ fields }: Create): string | null {
    const value = fields[this.settings.lookupField];
    return typeof value === 'string' && value.trim() !== '' ? caseless(value) : null;
  }

  #addressFailure(fields: FieldValues): Failure | null {
    for (const field of new Set(['email', this.settings.lookupField])) {
      const value = fields[field];
      if (typeof value === 'string' && !isAscii(value)) return notAscii(field);
      if (typeof value === 'string' && this.lookUp.overfull.has(caseless(value))) return sharedByAll(field);
    }
    return null;
  }
}

/** A person who opted out is never opted in again from here. */
function isOptIn(name: string, value: unknown): boolean {
  return name === 'unsubscribed' && value !== true;
}

/** What is not mapped is left out: an empty text would be a value. */
function filled(fields: FieldValues): FieldValues {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== null && value !== '' && !isOptIn(name, value)),
  );
}

function inUse(id: string | null): Verdict {
  return id === null
    ? held('already-there', 'Marketo has done this already.')
    : { verdict: 'unchanged', remoteId: id };
}

const notCreated = held(
  'no-such-lead',
  'No lead in Marketo has the e-mail address of this person, and the destination never creates one (`creation` is update-only).',
);

function noAddress(field: string): Failure {
  return {
    code: 'NO_LOOKUP_VALUE',
    message: `The person has no value for ${field}, by which Marketo tells leads apart; a second lead could be made of them.`,
    field,
    advice: 'Map an e-mail address, or set `keyField` so that leads without one can be told apart.',
    whoActs: 'sales-ops',
  };
}

function notAscii(field: string): Failure {
  return {
    code: 'NON_ASCII_EMAIL',
    message: `The value of ${field} has other characters than ASCII, which Marketo does not take in an e-mail address.`,
    field,
    advice: 'Correct the address at its source, or give its domain in punycode (xn--…).',
    whoActs: 'sales-ops',
  };
}

function sharedByAll(field: string): Failure {
  return {
    code: '1003',
    message: `More than 1,000 leads in Marketo have this value of ${field}, so that none of them can be told apart.`,
    field,
    advice: 'Merge or delete the duplicates in Marketo, then retry.',
    whoActs: 'sales-ops',
  };
}
