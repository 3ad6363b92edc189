import type { Verdict, WriteOperation } from '../system.js';
import { SystemError } from '../system.js';
import { sendBatch } from './batch.js';
import type { DynamicsClient } from './client.js';
import { CallFailure } from './failure.js';
import type { VendorError } from './errors.js';
import { isThrottle, ruleFor } from './judgement.js';
import { limits } from './limits.js';
import type { Descriptions, TableDescription } from './metadata.js';
import { Parallelism } from './parallelism.js';
import type { DynamicsSettings } from './settings.js';
import { isKnownObject } from './tables.js';
import { blamesSchema, isPause, lost, ourFault, pauseFor, verdictOf } from './verdict.js';
import { judge, readAnswer, type Answered, type WriteContext } from './write-answers.js';
import { prepare, type WriteCall } from './write-calls.js';

/**
 * Writes records by single calls in parallel, which Microsoft advises, and by `$batch` where there are many. All
 * writes of a session share how many may be under way at once.
 */
export class DynamicsWriter {
  readonly #client: DynamicsClient;
  readonly #settings: DynamicsSettings;
  readonly #descriptions: Descriptions;
  readonly #parallelism: Parallelism;

  constructor(client: DynamicsClient, settings: DynamicsSettings, descriptions: Descriptions) {
    this.#client = client;
    this.#settings = settings;
    this.#descriptions = descriptions;
    this.#parallelism = new Parallelism(() => client.recommendedParallelism);
  }

  async write(object: string, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    const open = operations.filter((operation) => {
      if (operation.operation !== 'update' || !changesNothing(operation)) return true;
      verdicts.set(operation.id, { verdict: 'unchanged', remoteId: operation.remoteId });
      return false;
    });
    if (open.length === 0) return verdicts;
    if (!isKnownObject(object)) {
      const failure = ourFault(`Object "${object}" is not known.`);
      for (const { id } of open) verdicts.set(id, { verdict: 'rejected', ...failure });
      return verdicts;
    }
    try {
      const description = await this.#descriptions.of(object);
      const task = new WriteTask(description, this.#client, this.#settings, this.#parallelism, verdicts);
      await task.settle(open);
      if ([...verdicts.values()].some(blamesSchema)) this.#descriptions.forget(object);
    } catch (error) {
      const verdict = error instanceof SystemError ? pauseFor(error) : lost(ourFault(String(error)));
      for (const { id } of open) if (!verdicts.has(id)) verdicts.set(id, verdict);
    }
    return verdicts;
  }
}

/** One `write` under way. */
class WriteTask {
  #pause: Verdict | null = null;
  readonly #context: WriteContext;

  constructor(
    private readonly description: TableDescription,
    private readonly client: DynamicsClient,
    private readonly settings: DynamicsSettings,
    private readonly parallelism: Parallelism,
    private readonly verdicts: Map<string, Verdict>,
  ) {
    this.#context = { table: description.table, alternateKey: settings.alternateKey };
  }

  async settle(operations: readonly WriteOperation[]): Promise<void> {
    for (const round of roundsOf(this.#prepared(operations))) {
      await (round.length < this.settings.batchFrom ? this.#singly(round) : this.#inBatches(round));
    }
  }

  #prepared(operations: readonly WriteOperation[]): WriteCall[] {
    return operations.flatMap((operation) => {
      const prepared = prepare(operation, this.description, this.settings);
      if (prepared.ok) return [prepared.write];
      this.verdicts.set(operation.id, { verdict: 'rejected', ...prepared.failure });
      return [];
    });
  }

  async #singly(writes: readonly WriteCall[]): Promise<void> {
    await Promise.all(writes.map((write) => this.#whenThereIsRoom([write], () => this.#sendOne(write))));
  }

  async #inBatches(writes: readonly WriteCall[]): Promise<void> {
    const batches: WriteCall[][] = [];
    for (let start = 0; start < writes.length; start += limits.writeBatch) {
      batches.push(writes.slice(start, start + limits.writeBatch));
    }
    await Promise.all(batches.map((batch) => this.#whenThereIsRoom(batch, () => this.#sendBatch(batch))));
  }

  /** Once the whole environment asks to be left alone, nothing more is sent. */
  async #whenThereIsRoom(writes: readonly WriteCall[], send: () => Promise<void>): Promise<void> {
    await this.parallelism.run(async () => {
      if (this.#pause) return this.#giveAll(writes, this.#pause);
      try {
        await send();
      } catch (error) {
        if (error instanceof SystemError) this.#pause = pauseFor(error);
        this.#giveAll(writes, this.#pause ?? lost(ourFault(String(error))));
      }
    });
  }

  async #sendOne(write: WriteCall): Promise<void> {
    const { operation, call } = write;
    try {
      const answer = await this.client.exchange(call);
      const answered = readAnswer(write, answer, this.#context);
      this.#keepPace(answered.error);
      this.#conclude(operation, answered.verdict);
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      this.#conclude(operation, judge(operation, error.error, this.#context).verdict);
    }
  }

  async #sendBatch(writes: readonly WriteCall[]): Promise<void> {
    const calls = writes.map(({ call }) => call);
    const parts = await sendBatch(this.client, calls).catch((error: unknown) => {
      if (error instanceof CallFailure) return error;
      throw error;
    });
    if (parts instanceof CallFailure) return this.#concludeRefusal(writes, parts.error);
    for (const [index, write] of writes.entries()) {
      const part = parts[index];
      if (!part) this.verdicts.set(write.operation.id, lost(ourFault('The batch ended before this record.')));
      else this.#concludePart(write, readAnswer(write, part, this.#context));
    }
    if (parts.some(({ status }) => status === 429)) this.parallelism.throttled();
    else this.parallelism.answered();
  }

  /** A batch that was refused for what is in it says nothing of its records: each is sent by itself. */
  async #concludeRefusal(writes: readonly WriteCall[], error: VendorError): Promise<void> {
    const rule = ruleFor(error);
    if (rule.verdict === 'rejected' || rule.verdict === 'held') {
      for (const write of writes) {
        if (this.#pause) this.verdicts.set(write.operation.id, this.#pause);
        else await this.#sendOne(write);
      }
      return;
    }
    const verdict = verdictOf(error, rule);
    this.#keepPace(error);
    for (const { operation } of writes) this.#conclude(operation, verdict);
  }

  /** A part may be throttled while others of its batch went through: that is no reason to leave the rest alone. */
  #concludePart({ operation }: WriteCall, { verdict, error }: Answered): void {
    const isAlone = error !== null && isThrottle(error) && verdict.verdict === 'retry';
    this.#conclude(operation, isAlone ? { ...verdict, scope: 'record' } : verdict);
  }

  #conclude({ id }: WriteOperation, verdict: Verdict): void {
    this.verdicts.set(id, verdict);
    if (isPause(verdict)) this.#pause = verdict;
  }

  #keepPace(error: VendorError | null): void {
    if (error !== null && isThrottle(error)) this.parallelism.throttled();
    else this.parallelism.answered();
  }

  #giveAll(writes: readonly WriteCall[], verdict: Verdict): void {
    for (const { operation } of writes) {
      if (!this.verdicts.has(operation.id)) this.verdicts.set(operation.id, verdict);
    }
  }
}

/** Rounds in which no record and no key occurs twice: two calls about one record must not overtake each other. */
function roundsOf(writes: readonly WriteCall[]): WriteCall[][] {
  const rounds: { readonly targets: Set<string>; readonly writes: WriteCall[] }[] = [];
  for (const write of writes) {
    const { operation } = write;
    const target = (operation.operation === 'create' ? operation.key : operation.remoteId).toLowerCase();
    let round = rounds.find(({ targets }) => !targets.has(target));
    if (!round) rounds.push((round = { targets: new Set(), writes: [] }));
    round.targets.add(target);
    round.writes.push(write);
  }
  return rounds.map((round) => round.writes);
}

function changesNothing({ fields, key }: Extract<WriteOperation, { operation: 'update' }>): boolean {
  return key === undefined && Object.keys(fields).length === 0;
}
