import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { readEnrichmentSettings } from '../../enrichment/index.js';
import { SystemError, type Verdict, type WriteOperation } from '../../systems/index.js';
import type { BoundSession } from '../destinations/sessions.js';
import type { PlanContext } from '../planning/plan.js';
import { isSendable } from '../planning/operation.js';
import { planContext } from '../planning/plan-context.js';
import type { Sync } from '../syncs/sync.entity.js';
import { CandidateQueries } from './candidate.queries.js';
import type { Claim, ClaimedDelivery } from './delivery.repository.js';
import { interruptionBy, interruptionOf, type Interruption } from './interruption.js';
import { ordinary, type Orders } from './orders.js';
import { outcomeOf, outcomeWithoutSending } from './outcome.js';
import { OutcomeWriter } from './outcome-writer.js';
import { isMereAdoption, prepare, type PreparedWrite } from './prepared.js';
import { sendContext, type SendContext } from './send-context.js';

type Claimed = SendContext & { readonly token: string };

/** What planning leaves to be written, and what interrupted it. */
export interface PreparedBatch {
  readonly writes: readonly PreparedWrite[];
  readonly interruption: Interruption | null;
}

/** Sends one claimed batch: plan, write down the intent, write, write down one outcome a record. */
@Injectable()
export class BatchSender {
  private readonly logger = new Logger(BatchSender.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly candidates: CandidateQueries,
    private readonly outcomes: OutcomeWriter,
    private readonly clock: Clock,
  ) {}

  /** Answers what interrupted it, or null when every record has its outcome. Throws only for faults of ours. */
  async send(
    sync: Sync,
    bound: BoundSession,
    claim: Claim,
    runId: string,
    orders: Orders = ordinary,
  ): Promise<Interruption | null> {
    const { writes, interruption } = await this.prepare(sync, bound, claim, runId, orders);
    const context = { ...sendContext(sync, bound.definition, runId, claim.token), orders };
    return interruption ?? this.write(context, bound, await this.intend(context, writes));
  }

  /** Plans a batch, and writes down what needs no call. What cannot be read over there is given back. */
  async prepare(
    sync: Sync,
    bound: BoundSession,
    claim: Claim,
    runId: string,
    orders: Orders = ordinary,
  ): Promise<PreparedBatch> {
    const context = { ...sendContext(sync, bound.definition, runId, claim.token), orders };
    const planning = await this.contextFor(sync, bound);
    if (planning instanceof SystemError) {
      await this.outcomes.giveBack(context, claim.deliveries, 1);
      return { writes: [], interruption: interruptionBy(planning) };
    }
    const claimed = new Map(claim.deliveries.map((delivery) => [delivery.id, delivery]));
    const planned = await orders.plan(claim.deliveries, planning);
    const settled = planned.flatMap((one) => outcomeWithoutSending(one, of(claimed, one.candidate.id)) ?? []);
    await this.outcomes.record(context, settled);
    const writes = planned.filter(isSendable).map((one) => prepare(one, of(claimed, one.candidate.id)));
    const unread = planned.filter((one) => one.action === 'unknown');
    await this.outcomes.giveBack(
      context,
      unread.map(({ candidate }) => of(claimed, candidate.id)),
      1,
    );
    if (!unread[0]) return { writes, interruption: null };
    // What could be read is sent all the same; nothing more is begun after it.
    await this.write(context, bound, await this.intend(context, writes));
    return { writes: [], interruption: interruptionBy(unread[0].error) };
  }

  /** Writes down what is about to be written, and answers what may be: what the database refuses has its outcome. */
  async intend(context: Claimed, writes: readonly PreparedWrite[]): Promise<readonly PreparedWrite[]> {
    const { intended, refused } = await this.outcomes.intend(context, writes);
    const others = writes.filter(({ delivery: { id } }) => !intended.has(id) && !refused.has(id));
    await this.outcomes.giveBack(
      context,
      others.map(({ delivery }) => delivery),
      1,
    );
    await this.recordVerdicts(context, writes, refused);
    return writes.flatMap((write) => {
      const intendedAs = intended.get(write.delivery.id);
      return intendedAs === undefined ? [] : [{ ...write, intendedAs }];
    });
  }

  /** Writes what was intended, by calls, or as one job where that is asked for. */
  async write(
    context: Claimed,
    bound: BoundSession,
    writes: readonly PreparedWrite[],
    by: 'calls' | 'job' = 'calls',
  ): Promise<Interruption | null> {
    if (writes.length === 0) return null;
    const verdicts = await this.verdictsOf(context, bound, writes, by);
    await this.recordVerdicts(context, writes, verdicts);
    return interruptionOf(verdicts.values());
  }

  private async recordVerdicts(
    context: Claimed,
    writes: readonly PreparedWrite[],
    verdicts: ReadonlyMap<string, Verdict>,
  ): Promise<void> {
    const now = this.clock.now();
    await this.outcomes.record(
      context,
      writes.flatMap((one) => {
        const verdict = verdicts.get(one.delivery.id);
        return verdict ? outcomeOf(one, verdict, now) : [];
      }),
    );
  }

  private async verdictsOf(
    { place }: Claimed,
    { session, inTurn, definition }: BoundSession,
    writes: readonly PreparedWrite[],
    by: 'calls' | 'job',
  ): Promise<Map<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    const operations: WriteOperation[] = [];
    for (const write of writes) {
      const { operation } = write;
      if (place.target && isMereAdoption(write) && operation.operation === 'update')
        verdicts.set(write.delivery.id, { verdict: 'unchanged', remoteId: operation.remoteId });
      else operations.push(operation);
    }
    if (operations.length === 0) return verdicts;
    const answered =
      by === 'job' && session.writeJob
        ? await session.writeJob(place, operations)
        : await inTurn(() => session.write(place, operations));
    this.checkAnswered(operations, answered);
    for (const { id } of operations)
      verdicts.set(id, answered.get(id) ?? unanswered(definition.limits.longestProcessingSeconds));
    return verdicts;
  }

  private async contextFor(sync: Sync, bound: BoundSession): Promise<PlanContext | SystemError> {
    try {
      const enrichment = await readEnrichmentSettings(this.dataSource, sync.workspaceId);
      return await planContext(sync, bound, this.clock.now(), enrichment, (remoteIds) =>
        this.candidates.owners(this.dataSource.manager, sync, remoteIds),
      );
    } catch (error) {
      if (error instanceof SystemError) return error;
      throw error;
    }
  }

  private checkAnswered(operations: readonly WriteOperation[], verdicts: ReadonlyMap<string, Verdict>): void {
    const missing = operations.filter(({ id }) => !verdicts.has(id)).length;
    const strange = verdicts.size + missing - operations.length;
    if (missing > 0 || strange > 0) {
      this.logger.error(`A writer answered ${verdicts.size} verdict(s) for ${operations.length} record(s)`);
    }
  }
}

/** A record for which a writer forgot its verdict may have been written. */
function unanswered(lookUpAfter: number): Verdict {
  return {
    verdict: 'unknown',
    lookUpAfter,
    code: 'unanswered',
    message: 'The connector gave no verdict for this record.',
    field: null,
    advice: 'Nothing: it is looked up and then decided. Tell us if it happens again.',
    whoActs: 'us',
  };
}

function of(claimed: ReadonlyMap<string, ClaimedDelivery>, id: string): ClaimedDelivery {
  const delivery = claimed.get(id);
  if (!delivery) throw new Error(`Planned a record ${id} that was not claimed.`);
  return delivery;
}
