import type { Failure, Place, Target, Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import type { DemandbaseClient } from './client.js';
import { kindOf, type ListKind } from './columns.js';
import { toCsv } from './csv.js';
import { CallFailure, ourFault, verdictOfFailure } from './failure.js';
import type { ListAction } from './import-jobs.js';
import { submissionOf } from './landing.js';
import { pauseAfter, pollAfter } from './limits.js';
import type { Lists } from './lists.js';
import { memberOf, readMember, type Member, type Reading, type Stated } from './member.js';

/** A member and those whose record it is: two records may be of one company. */
interface Row {
  readonly action: ListAction;
  readonly member: Member;
  readonly ids: readonly string[];
}

/** Puts records on lists and takes them off: one file for each of the two, and one writer a list. */
export class DemandbaseWriter {
  readonly #turns = new Map<string, Promise<unknown>>();
  #refusals = 0;

  constructor(
    private readonly client: DemandbaseClient,
    private readonly lists: Lists,
  ) {}

  async write(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    try {
      const kind = kindOf(place.object);
      const list = listOf(place);
      const rows = this.#rows(kind, list, operations, verdicts);
      await this.#inTurn(`${kind.entity}/${list.name}`, () => this.#send(kind, list, rows, verdicts));
    } catch (error) {
      const failure = error instanceof SystemError ? error.failure : ourFault(String(error));
      for (const { id } of operations)
        verdicts.set(id, verdicts.get(id) ?? { verdict: 'rejected', ...failure });
    }
    return verdicts;
  }

  /** What is to be sent: of several operations on one member the last alone, since files may overtake each other. */
  #rows(
    kind: ListKind,
    list: Target,
    operations: readonly WriteOperation[],
    verdicts: Map<string, Verdict>,
  ): Row[] {
    const rows = new Map<string, Row>();
    for (const operation of operations) {
      if (isIdle(operation)) {
        verdicts.set(operation.id, { verdict: 'unchanged', remoteId: operation.remoteId });
        continue;
      }
      const reading = readOperation(kind, list, operation);
      if (!reading.ok) {
        verdicts.set(operation.id, { verdict: 'rejected', ...reading.failure });
        continue;
      }
      const { member } = reading;
      const action = operation.operation === 'remove' ? 'delete' : 'insert';
      const earlier = rows.get(member.id);
      if (earlier && earlier.action !== action) settleOvertaken(earlier, verdicts);
      const alike = earlier?.action === action ? earlier.ids : [];
      rows.set(member.id, { action, member, ids: [...alike, operation.id] });
    }
    return [...rows.values()];
  }

  async #send(
    kind: ListKind,
    list: Target,
    rows: readonly Row[],
    verdicts: Map<string, Verdict>,
  ): Promise<void> {
    let pause: Verdict | null = null;
    for (const action of ['insert', 'delete'] as const) {
      const concerned = rows.filter((row) => row.action === action);
      if (concerned.length === 0) continue;
      const verdict: Verdict = pause ?? (await this.#submit(kind, list, action, concerned));
      if (verdict.verdict === 'retry' && verdict.scope === 'organisation') pause = verdict;
      for (const id of concerned.flatMap(({ ids }) => ids)) verdicts.set(id, verdict);
    }
  }

  async #submit(kind: ListKind, list: Target, action: ListAction, rows: readonly Row[]): Promise<Verdict> {
    try {
      const job = await this.lists.submit(kind, list, action, fileOf(kind, rows));
      this.#refusals = 0;
      return { verdict: 'accepted', job: submissionOf(job, this.client.now()), collectAfter: pollAfter(0) };
    } catch (error) {
      const verdict = verdictOfFailure(error, this.#refusals, pauseAfter);
      if (error instanceof CallFailure && error.rule.kind === 'quota') this.#refusals += 1;
      return verdict;
    }
  }

  async #inTurn(list: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(list) ?? Promise.resolve()).then(work);
    this.#turns.set(
      list,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

function listOf({ target }: Place): Target {
  if (target) return target;
  throw new SystemError('misconfigured', ourFault('No list was named for the records.'));
}

function readOperation(kind: ListKind, list: Target, operation: WriteOperation): Reading {
  const stated = statedBy(operation);
  if (operation.operation !== 'remove') return memberOf(kind, list.name, stated);
  const member = readMember(kind, list.name, stated);
  return member.id === ''
    ? { ok: false, failure: notOfThisList(operation.remoteId, list) }
    : { ok: true, member };
}

/** A file has whole rows: what an update does not change is what was written before. */
export function statedBy(operation: WriteOperation): Stated {
  switch (operation.operation) {
    case 'create':
      return { key: operation.key, remoteId: null, fields: operation.fields };
    case 'update':
      return {
        key: operation.key ?? null,
        remoteId: operation.remoteId,
        fields: { ...operation.written, ...operation.fields },
      };
    case 'remove':
      return { key: null, remoteId: operation.remoteId, fields: operation.written ?? {} };
  }
}

function isIdle(operation: WriteOperation): operation is Extract<WriteOperation, { operation: 'update' }> {
  return operation.operation === 'update' && !operation.key && Object.keys(operation.fields).length === 0;
}

/** What was overtaken in the same breath has nothing left to do. */
function settleOvertaken({ action, member, ids }: Row, verdicts: Map<string, Verdict>): void {
  for (const id of ids) {
    verdicts.set(
      id,
      action === 'delete' ? { verdict: 'removed' } : { verdict: 'unchanged', remoteId: member.remoteId },
    );
  }
}

/** The columns that every file has, and those that some row fills. */
function fileOf({ columns }: ListKind, rows: readonly Row[]): Buffer {
  const used = columns.filter(
    ({ name, always }) => always || rows.some(({ member }) => member.values.get(name) !== ''),
  );
  const names = used.map(({ name }) => name);
  return toCsv(
    names,
    rows.map(({ member }) => names.map((name) => member.values.get(name) ?? '')),
  );
}

function notOfThisList(remoteId: string, { name }: Target): Failure {
  return ourFault(`“${remoteId}” is no member of the list “${name}”.`);
}
