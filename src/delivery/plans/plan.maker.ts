import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { fence, type Lease } from '../../platform/database/index.js';
import { readEnrichmentSettings } from '../../enrichment/index.js';
import { SystemError } from '../../systems/index.js';
import { CallBudget } from '../destinations/call-budget.js';
import { Destination } from '../destinations/destination.entity.js';
import { Pace } from '../dispatch/pace.js';
import { Organisations } from '../destinations/organisations.js';
import { definitionOf, Sessions, type BoundSession } from '../destinations/sessions.js';
import { CandidateQueries } from '../dispatch/candidate.queries.js';
import { ownerIdOf, type Candidate } from '../planning/candidate.js';
import type { PlanContext, Planned } from '../planning/plan.js';
import { planContext } from '../planning/plan-context.js';
import { onBehalfOf } from '../quota/spender.js';
import { Sync } from '../syncs/sync.entity.js';
import { contentOf, nextLink } from './plan-content.js';
import { callsOf, secondsOf, type PlanCounts } from './plan-cost.js';
import { PlanRepository, type PlanLine, type StoredPlan } from './plan.repository.js';
import { PlanSubjects } from './plan-subjects.js';

/** Records of one step; no transaction is longer than to store them. */
const STEP = 200;
/** Calls of an apply that are under way at once, as those of any send. */
const AT_ONCE = 4;
/** How long a call takes where none was made yet. */
const SECONDS_A_CALL = 0.5;

interface Read {
  readonly planned: readonly Planned[];
  readonly calls: number;
  readonly seconds: number;
}

/** Makes a plan a batch at a time, by reading the live system with the code that sends; nothing is written there. */
@Injectable()
export class PlanMaker {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly plans: PlanRepository,
    private readonly subjects: PlanSubjects,
    private readonly candidates: CandidateQueries,
    private readonly organisations: Organisations,
    private readonly pace: Pace,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** The next batch of a plan; false when there is none. */
  async step(workspaceId: string, id: string, lease: Lease): Promise<boolean> {
    const { manager } = this.dataSource;
    const plan = await this.plans.find(manager, workspaceId, id);
    if (plan?.status !== 'planning') return false;
    const sync = await manager.findOneByOrFail(Sync, { workspaceId, id: plan.syncId });
    const destination = await manager.findOneByOrFail(Destination, { workspaceId, id: sync.destinationId });
    const { candidates, lastId } = await this.subjects.next(plan, sync, definitionOf(destination.type), STEP);
    if (candidates.length === 0) {
      await this.end(plan, sync, destination, lease);
      return false;
    }
    const { planned, calls, seconds } = await onBehalfOf(sync.id, () =>
      this.read(plan, sync, destination, candidates),
    );
    const lines = linesOf(planned);
    const chain = lines.reduce(
      (link, { subjectId, content }) => nextLink(link, subjectId, content),
      plan.chain,
    );
    const counts = countsWith(plan, lines);
    await this.dataSource.transaction(async (transaction) => {
      await fence(transaction, lease);
      await this.plans.pass(transaction, plan, { lines, lastId, chain, counts, calls, seconds });
    });
    return true;
  }

  /** What cannot be read over there is unknown, never nothing. */
  private async read(
    plan: StoredPlan,
    sync: Sync,
    destination: Destination,
    candidates: readonly Candidate[],
  ): Promise<Read> {
    const startedAt = performance.now();
    const bound = await this.open(destination);
    if (bound instanceof SystemError) return unread(candidates, bound);
    const callsBefore = bound.session.usage().calls;
    const context = await this.context(sync, bound);
    const planned =
      context instanceof SystemError
        ? unread(candidates, context).planned
        : await this.subjects.planned(plan, candidates, context);
    const calls = bound.session.usage().calls - callsBefore;
    await this.pace.spend(bound, calls);
    return { planned, calls, seconds: (performance.now() - startedAt) / 1_000 };
  }

  private async open(destination: Destination): Promise<BoundSession | SystemError> {
    try {
      return await this.sessions.open(destination);
    } catch (error) {
      if (error instanceof SystemError) return error;
      throw error;
    }
  }

  private async context(sync: Sync, bound: BoundSession): Promise<PlanContext | SystemError> {
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

  private async end(plan: StoredPlan, sync: Sync, destination: Destination, lease: Lease): Promise<void> {
    const { limits } = definitionOf(destination.type);
    const apiCalls = callsOf(countsWith(plan, []), limits);
    const secondsACall = plan.apiCalls > 0 ? plan.readingSeconds / plan.apiCalls : SECONDS_A_CALL;
    const savingUp = await this.savingUp(sync, destination, apiCalls.total);
    const seconds = secondsOf(apiCalls.total, { secondsACall, atOnce: AT_ONCE, savingUp });
    await this.dataSource.transaction(async (transaction) => {
      await fence(transaction, lease);
      await this.plans.end(transaction, plan, { apiCalls, seconds }, this.clock.now());
    });
  }

  /** Seconds until a continuous sync has so many calls; a scheduled one takes them as it needs them. */
  private async savingUp(sync: Sync, destination: Destination, calls: number): Promise<number> {
    if (sync.schedule.mode === 'cron' || destination.organisationKey === null) return 0;
    const organisation = await this.organisations.find(destination.organisationKey);
    if (!organisation) return 0;
    const { callsLimit, callsSaved, savedAt } = organisation;
    const budget = new CallBudget(callsLimit ?? definitionOf(destination.type).limits.callsPerDay);
    return budget.interval({ calls: callsSaved, at: savedAt }, calls, this.clock.now());
  }
}

function unread(candidates: readonly Candidate[], error: SystemError): Read {
  const planned = candidates.map((candidate): Planned => ({ candidate, action: 'unknown', error }));
  return { planned, calls: 0, seconds: 0 };
}

/** In the order of who they are of, so that the same plan has the same hash. */
function linesOf(planned: readonly Planned[]): PlanLine[] {
  return planned
    .map((one) => ({ subjectId: ownerIdOf(one.candidate), content: contentOf(one) }))
    .toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
}

function countsWith({ counts }: StoredPlan, lines: readonly PlanLine[]): PlanCounts {
  const sum = { create: 0, update: 0, unchanged: 0, remove: 0, held: 0, rejected: 0, unknown: 0, ...counts };
  for (const { content } of lines) sum[content.action] += 1;
  return sum;
}
