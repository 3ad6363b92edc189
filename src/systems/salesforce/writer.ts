import type { Failure, Place, Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { chunksOf, halves } from './chunks.js';
import { CollectionCalls, type Destination } from './collections.js';
import type { SalesforceSettings } from './settings.js';
import { CallFailure } from './failure.js';
import type { Judgement } from './judgement.js';
import { judge } from './judgement.js';
import { faultOfMember } from './memberships.js';
import { objectOf, type SalesforceObject } from './objects.js';
import { fieldNamedBy, hasField, mayPassInParts } from './split.js';
import {
  blamesSchema,
  isPause,
  lost,
  ourFault,
  pauseFor,
  pauseOrganisation,
  retryRecord,
  verdictOf,
} from './verdict.js';

/**
 * Calls beyond the first that a chunk may cost when it is refused as a whole and taken apart: enough to
 * single out four bad records of 200. What is still together then is tried again later.
 */
const extraCallsPerChunk = 40;

type Outcome =
  | { readonly kind: 'answered'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Writes in sObject Collections of 200, creates, updates and removals apart. Rows answer in the order of
 * their call; that order is checked where it can be and goes no further than this class.
 */
export class SalesforceWriter {
  readonly #calls: CollectionCalls;
  readonly #schemaChanged: (object: string) => void;

  constructor(
    client: SalesforceClient,
    settings: SalesforceSettings,
    schemaChanged: (object: string) => void,
  ) {
    this.#calls = new CollectionCalls(client, settings);
    this.#schemaChanged = schemaChanged;
  }

  async write(
    { object: name, target }: Place,
    operations: readonly WriteOperation[],
  ): Promise<ReadonlyMap<string, Verdict>> {
    const object = objectOf(name);
    if (object === null) {
      const verdict: Verdict = { verdict: 'rejected', ...ourFault(`Object "${name}" is not known.`) };
      return new Map(operations.map(({ id }) => [id, verdict]));
    }
    const task = new WriteTask({ object, target }, this.#calls, this.#schemaChanged);
    for (const chunk of chunksOf(task.answerIdle(operations), object.lockedBy)) await task.settle(chunk);
    return task.verdicts;
  }
}

/** One `write` under way. */
class WriteTask {
  readonly verdicts = new Map<string, Verdict>();
  #pause: Verdict | null = null;
  #extraCalls = 0;

  constructor(
    private readonly destination: Destination,
    private readonly calls: CollectionCalls,
    private readonly schemaChanged: (object: string) => void,
  ) {}

  give(operations: readonly WriteOperation[], verdict: Verdict): void {
    for (const operation of operations) this.#give(operation, verdict);
  }

  /** What was to be removed and is gone already is as good as removed. */
  #give({ id, operation }: WriteOperation, verdict: Verdict): void {
    const isGone = verdict.verdict === 'held' && verdict.code === 'deleted-remotely';
    this.verdicts.set(id, operation === 'remove' && isGone ? { verdict: 'removed' } : verdict);
  }

  /** Answers what needs no call: updates that change nothing and what can be nowhere. The rest is to be sent. */
  answerIdle(operations: readonly WriteOperation[]): WriteOperation[] {
    return operations.filter((operation) => {
      const verdict = this.#withoutCall(operation);
      if (verdict) this.verdicts.set(operation.id, verdict);
      return verdict === null;
    });
  }

  #withoutCall(operation: WriteOperation): Verdict | null {
    const { object, target } = this.destination;
    if (operation.operation === 'update' && changesNothing(operation, object)) {
      return { verdict: 'unchanged', remoteId: operation.remoteId };
    }
    if (operation.operation !== 'create' || object.identity === 'key') return null;
    const fault = faultOfMember(target, operation);
    return fault === null ? null : { verdict: 'rejected', ...ourFault(fault) };
  }

  /** Verdicts for a chunk. Once the whole organisation asks to be left alone, nothing more is sent. */
  async settle(chunk: readonly WriteOperation[]): Promise<void> {
    const pause = this.#pause;
    if (pause) return this.give(chunk, pause);
    this.#extraCalls = 0;
    await this.#conclude(chunk, await this.#attempt(chunk));
  }

  async #attempt(chunk: readonly WriteOperation[]): Promise<Outcome> {
    try {
      return { kind: 'answered', verdicts: await this.calls.send(this.destination, chunk) };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  async #conclude(chunk: readonly WriteOperation[], outcome: Outcome): Promise<void> {
    if (outcome.kind === 'failed') return this.#concludeFailure(chunk, outcome.error);
    for (const [index, operation] of chunk.entries()) {
      this.#give(
        operation,
        outcome.verdicts[index] ?? lost(ourFault('No verdict was drawn from the answer.')),
      );
    }
    if (outcome.verdicts.some(blamesSchema)) this.schemaChanged(this.destination.object.name);
    this.#pause = outcome.verdicts.find(isPause) ?? this.#pause;
  }

  async #concludeFailure(chunk: readonly WriteOperation[], error: unknown): Promise<void> {
    if (error instanceof SystemError) return this.#pauseAll(chunk, pauseFor(error));
    if (!(error instanceof CallFailure)) return this.give(chunk, lost(ourFault(String(error))));
    const judgement = judge(error.errors, error.dailyBudgetLeft);
    const { failure } = judgement;
    if (failure.code === 'INVALID_FIELD') {
      this.schemaChanged(this.destination.object.name);
      const field = fieldNamedBy(failure);
      if (field !== null) return this.#withoutField(chunk, field, { ...failure, field });
    }
    if (chunk.length > 1 && mayPassInParts(error)) return this.#inParts(chunk, judgement);
    const verdict = verdictOf(judgement);
    if (isPause(verdict)) return this.#pauseAll(chunk, verdict);
    this.give(chunk, verdict);
  }

  /**
   * The records that carry a field nobody knows are refused; the others are sent. A field that none of
   * them carries comes from the settings, which an admin must change before anything can pass.
   */
  async #withoutField(chunk: readonly WriteOperation[], field: string, failure: Failure): Promise<void> {
    const carriers = chunk.filter((operation) => hasField(operation, field));
    if (carriers.length === 0) return this.#pauseAll(chunk, pauseOrganisation(failure));
    this.give(carriers, { verdict: 'rejected', ...failure });
    const others = chunk.filter((operation) => !hasField(operation, field));
    if (others.length > 0) await this.#conclude(others, await this.#attempt(others));
  }

  /**
   * Halves until the record that spoils the call stands alone. Where both halves of a call that was only
   * refused for a time are refused again, no record is to blame.
   */
  async #inParts(chunk: readonly WriteOperation[], { rule, failure }: Judgement): Promise<void> {
    const pause = this.#pause;
    if (pause) return this.give(chunk, pause);
    if (this.#extraCalls + 2 > extraCallsPerChunk) return this.give(chunk, retryRecord(failure));
    this.#extraCalls += 2;
    const parts: { half: readonly WriteOperation[]; outcome: Outcome }[] = [];
    for (const half of halves(chunk)) parts.push({ half, outcome: await this.#attempt(half) });
    const isRefusedAgain = ({ outcome }: { outcome: Outcome }) =>
      outcome.kind === 'failed' && outcome.error instanceof CallFailure && mayPassInParts(outcome.error);
    if (rule.verdict === 'retry' && parts.every(isRefusedAgain))
      return this.give(chunk, retryRecord(failure));
    for (const { half, outcome } of parts) await this.#conclude(half, outcome);
  }

  #pauseAll(chunk: readonly WriteOperation[], verdict: Verdict): void {
    this.#pause = verdict;
    this.give(chunk, verdict);
  }
}

function changesNothing(
  { fields, key }: Extract<WriteOperation, { operation: 'update' }>,
  { identity }: SalesforceObject,
): boolean {
  const isStamped = identity === 'key' && key !== undefined;
  return !isStamped && Object.keys(fields).length === 0;
}
