import type { Place, Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import { chunksOf, halves } from './chunks.js';
import type { MarketoClient } from './client.js';
import { CallFailure } from './failure.js';
import { judge, type Judgement } from './judgement.js';
import { limits } from './limits.js';
import type { ObjectCalls } from './object-calls.js';
import { isPause, lost, ourFault, pauseFor, retryRecord, verdictOf } from './verdict.js';

/** Calls beyond the first that a chunk may cost when it is refused as a whole and taken apart. */
const extraCallsPerChunk = 20;
/** Records a call holds at least after Marketo ran out of time over larger ones. */
const fewest = 25;

type Outcome =
  | { readonly kind: 'answered'; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Writes up to 300 records a call, one call after the other. Where Marketo runs out of time, calls get smaller. */
export class MarketoWriter {
  #most = limits.writeBatch;

  constructor(
    private readonly client: MarketoClient,
    private readonly callsOf: (object: string) => ObjectCalls | null,
    private readonly schemaChanged: (object: string) => void,
  ) {}

  async write(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>> {
    const calls = this.callsOf(place.object);
    if (calls === null) {
      const refused: Verdict = { verdict: 'rejected', ...ourFault(`Object "${place.object}" is not known.`) };
      return new Map(operations.map(({ id }) => [id, refused]));
    }
    const task = new WriteTask(place, calls, this.client);
    const open = operations.filter((operation) => !task.settled(operation));
    for (const chunk of chunksOf(open, place, calls, this.#most)) await task.settle(chunk);
    this.#most = task.ranOutOfTime
      ? Math.max(fewest, Math.floor(this.#most / 2))
      : Math.min(limits.writeBatch, this.#most * 2);
    if (task.schemaIsOld) this.schemaChanged(place.object);
    return task.verdicts;
  }
}

/** One `write` under way. */
class WriteTask {
  readonly verdicts = new Map<string, Verdict>();
  ranOutOfTime = false;
  schemaIsOld = false;
  /** Remote ids of what this task has made, by key. */
  readonly #made = new Map<string, string>();
  #pause: Verdict | null = null;
  #extraCalls = 0;

  constructor(
    private readonly place: Place,
    private readonly calls: ObjectCalls,
    private readonly client: MarketoClient,
  ) {}

  /** Whether an operation needs no call. */
  settled(operation: WriteOperation): boolean {
    const verdict = this.calls.settled(operation, this.place);
    if (verdict) this.#give(operation, verdict);
    return verdict !== null;
  }

  /** Verdicts for a chunk. Once the whole organisation asks to be left alone, nothing more is sent. */
  async settle(chunk: readonly WriteOperation[]): Promise<void> {
    if (this.#pause) return this.#giveAll(chunk, this.#pause);
    this.#extraCalls = 0;
    for (const part of this.#withoutRemakes(chunk)) await this.#conclude(part, await this.#attempt(part));
  }

  /** What was made a moment ago under the same key is the same record: it is changed, not made once more. */
  #withoutRemakes(chunk: readonly WriteOperation[]): WriteOperation[][] {
    const parts: [WriteOperation[], WriteOperation[]] = [[], []];
    for (const operation of chunk) {
      const remoteId = operation.operation === 'create' ? this.#made.get(operation.key) : undefined;
      if (operation.operation !== 'create' || remoteId === undefined) parts[0].push(operation);
      else parts[1].push({ id: operation.id, operation: 'update', remoteId, fields: operation.fields });
    }
    return parts.filter((part) => part.length > 0);
  }

  async #attempt(chunk: readonly WriteOperation[]): Promise<Outcome> {
    try {
      return {
        kind: 'answered',
        verdicts: await this.client.turns.take(() => this.calls.send(chunk, this.place)),
      };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  async #conclude(chunk: readonly WriteOperation[], outcome: Outcome): Promise<void> {
    if (outcome.kind === 'failed') return this.#concludeFailure(chunk, outcome.error);
    for (const [index, operation] of chunk.entries()) {
      const verdict = outcome.verdicts[index] ?? lost(ourFault('No verdict was drawn from the answer.'));
      this.#give(operation, verdict);
      if (operation.operation === 'create' && verdict.verdict === 'created')
        this.#made.set(operation.key, verdict.remoteId);
    }
    this.#pause = outcome.verdicts.find(isPause) ?? this.#pause;
  }

  async #concludeFailure(chunk: readonly WriteOperation[], error: unknown): Promise<void> {
    if (error instanceof SystemError) return this.#pauseAll(chunk, pauseFor(error));
    if (!(error instanceof CallFailure)) return this.#giveAll(chunk, lost(ourFault(String(error))));
    if (['604', '502', 'TIMEOUT'].some((code) => error.has(code))) this.ranOutOfTime = true;
    const judgement = judge(error.errors, 'call', this.client.now());
    if (chunk.length > 1 && mayPassInParts(judgement)) return this.#inParts(chunk, judgement);
    const done: Verdict = { verdict: 'removed' };
    const isRemoval = chunk.every(({ operation }) => operation === 'remove');
    const verdict = verdictOf(judgement, isRemoval ? done : retryRecord(judgement.failure));
    if (isPause(verdict)) return this.#pauseAll(chunk, verdict);
    this.#giveAll(chunk, verdict);
  }

  /**
   * Halves until the record that spoils the call stands alone. Where both halves of a call that was only
   * refused for a time are refused again, no record is to blame.
   */
  async #inParts(chunk: readonly WriteOperation[], { rule, failure }: Judgement): Promise<void> {
    if (this.#pause) return this.#giveAll(chunk, this.#pause);
    if (this.#extraCalls + 2 > extraCallsPerChunk) return this.#giveAll(chunk, retryRecord(failure));
    this.#extraCalls += 2;
    const parts: { half: readonly WriteOperation[]; outcome: Outcome }[] = [];
    for (const half of halves(chunk)) parts.push({ half, outcome: await this.#attempt(half) });
    const isRefusedAgain = ({ outcome }: { outcome: Outcome }) =>
      outcome.kind === 'failed' &&
      outcome.error instanceof CallFailure &&
      mayPassInParts(judge(outcome.error.errors, 'call', this.client.now()));
    if (rule.verdict === 'retry' && parts.every(isRefusedAgain))
      return this.#giveAll(chunk, retryRecord(failure));
    for (const { half, outcome } of parts) await this.#conclude(half, outcome);
  }

  #pauseAll(chunk: readonly WriteOperation[], verdict: Verdict): void {
    this.#pause = verdict;
    this.#giveAll(chunk, verdict);
  }

  #giveAll(operations: readonly WriteOperation[], verdict: Verdict): void {
    for (const operation of operations) this.#give(operation, verdict);
  }

  /** What was to be removed and is gone already is as good as removed. */
  #give({ id, operation }: WriteOperation, verdict: Verdict): void {
    const isGone = verdict.verdict === 'held' && verdict.code === 'deleted-remotely';
    this.verdicts.set(id, operation === 'remove' && isGone ? { verdict: 'removed' } : verdict);
    if (verdict.verdict === 'rejected' && verdict.code === '1006') this.schemaIsOld = true;
  }
}

/**
 * Whether a call that was refused as a whole may pass in parts: when the data of some record is to blame, the call
 * is too large, or Marketo failed over it (611, which one record alone can cause).
 */
function mayPassInParts({ rule, failure }: Judgement): boolean {
  if (rule.class === 'record') return true;
  return failure.code === '611' && rule.verdict === 'retry';
}
