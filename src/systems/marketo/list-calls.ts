import type { Place, Verdict, WriteOperation } from '../system.js';
import { json, type MarketoClient } from './client.js';
import { failed } from './failure.js';
import { isId, membershipId, membershipOf } from './objects.js';
import type { ObjectCalls } from './object-calls.js';
import { failureOf, rowsFor, type ResultRow } from './rows.js';
import { ourFault, retryRecord } from './verdict.js';

/** Static lists: leads are added and removed by their ids ("List Membership"). Doing either twice changes nothing. */
export class ListCalls implements ObjectCalls {
  constructor(private readonly client: MarketoClient) {}

  settled(operation: WriteOperation, { target }: Place): Verdict | null {
    if (operation.operation === 'update') return { verdict: 'unchanged', remoteId: operation.remoteId };
    if (operation.operation === 'remove')
      return membershipOf(operation.remoteId) ? null : { verdict: 'removed' };
    if (target === null) return { verdict: 'rejected', ...ourFault('No static list is named.') };
    const lead = operation.parents?.lead;
    return lead !== undefined && isId(lead) ? null : retryRecord(noLead);
  }

  kindOf(operation: WriteOperation, { target }: Place): string {
    return `${operation.operation} ${listOf(operation, target?.id)}`;
  }

  identityOf(operation: WriteOperation): string {
    return leadOf(operation);
  }

  async send(operations: readonly WriteOperation[], { target }: Place): Promise<readonly Verdict[]> {
    const [first] = operations;
    if (!first) return [];
    const listId = listOf(first, target?.id);
    const leads = operations.map(leadOf);
    const isRemoval = first.operation === 'remove';
    const rows = inOrder(
      leads,
      isRemoval ? await this.#remove(listId, leads) : await this.#add(listId, leads),
    );
    return rows.map((row, index): Verdict => {
      const done: Verdict = isRemoval
        ? { verdict: 'removed' }
        : { verdict: 'created', remoteId: membershipId(listId, leads[index] ?? '') };
      if (row.status === 'added' || row.status === 'removed') return done;
      return this.#refusal(row, done, isRemoval);
    });
  }

  /** A lead that is gone may have been merged: who it is now must be looked up before it can be added. */
  #refusal(row: ResultRow, done: Verdict, isRemoval: boolean): Verdict {
    const isGone = row.errors.some(({ code }) => code === '1004');
    if (!isGone) return failureOf(row, done, this.client.now());
    return isRemoval ? done : retryRecord({ ...noLead, code: '1004' });
  }

  #add(listId: string, leads: readonly string[]) {
    const body = json({ input: leads.map((id) => ({ id: Number(id) })) });
    return this.client.request({ method: 'POST', path: `/rest/v1/lists/${listId}/leads.json`, body });
  }

  /** The ids stand in the address: bodies of DELETE are dropped on the way by many proxies. */
  #remove(listId: string, leads: readonly string[]) {
    const query = [['id', leads.join(',')] as const];
    return this.client.request({ method: 'DELETE', path: `/rest/v1/lists/${listId}/leads.json`, query });
  }
}

/** Each row names its lead, so that it is found by that and not by its place. */
function inOrder(
  leads: readonly string[],
  answer: Awaited<ReturnType<MarketoClient['request']>>,
): ResultRow[] {
  const rows = new Map(rowsFor(leads.length, answer).map((row) => [row.id, row]));
  return leads.map((lead) => {
    const row = rows.get(lead);
    if (!row) throw failed('UNREADABLE_ANSWER', 'Marketo answered other leads than were sent.');
    return row;
  });
}

function listOf(operation: WriteOperation, target: string | undefined): string {
  if (operation.operation === 'create') return target ?? '';
  return membershipOf(operation.remoteId)?.listId ?? '';
}

function leadOf(operation: WriteOperation): string {
  if (operation.operation === 'create') return operation.parents?.lead ?? '';
  return membershipOf(operation.remoteId)?.leadId ?? '';
}

const noLead = {
  code: 'NO_LEAD',
  message: 'The lead of this person is not in Marketo, or was deleted or merged there.',
  field: null,
  advice: 'Nothing to do: the person is looked up again by itself.',
  whoActs: 'vendor',
} as const;
