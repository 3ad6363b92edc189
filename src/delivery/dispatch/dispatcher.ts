import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { renewLease, withLease, type Lease } from '../../platform/database/index.js';
import { DeliveryMarker } from '../delivery.marker.js';
import { PlanRuns } from '../plans/plan-runs.js';
import { RunRepository, type OpenRun } from '../runs/run.repository.js';
import { onBehalfOf } from '../quota/spender.js';
import { restOf } from '../schedules/rest.js';
import { SyncRepository, type ActiveSync } from '../syncs/sync.repository.js';
import type { Scope } from './delivery.repository.js';
import { again } from './again.js';
import { Alongside } from './alongside.js';
import { HandOver } from './hand-over.js';
import { JobCollector } from './job-collector.js';
import { stands } from './standing.js';
import { SyncSender, type Progress, type Send } from './sync-sender.js';

/** A dispatcher waits so long for the next send with its lease in hand; longer waits are left to the tick. */
const LINGER_MS = 1_500;
/** While jobs are handed over or asked about, what becomes fresh is looked for so often. */
const LOOK_AGAIN_MS = 100;
const COLLECT = 'collect';
/** How long a sync waits that failed for no reason we know. */
const PUT_OFF_MS = 60_000;

/** What may be sent now, when jobs are to be asked about, and when the next of either is due. */
interface Readiness {
  readonly active: readonly ActiveSync[];
  readonly ready: Send[];
  readonly collectAt: Date | null;
  readonly nextAt: Date | null;
}

/**
 * Sends what is due to one remote organisation. A lease in PostgreSQL makes it the only one on any number of
 * nodes, so that the organisation's budget has one spender and no record is in two batches.
 */
@Injectable()
export class Dispatcher {
  private readonly logger = new Logger(Dispatcher.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly syncs: SyncRepository,
    private readonly runs: RunRepository,
    private readonly marker: DeliveryMarker,
    private readonly sender: SyncSender,
    private readonly handOver: HandOver,
    private readonly collector: JobCollector,
    private readonly alongside: Alongside,
    private readonly plans: PlanRuns,
    private readonly clock: Clock,
  ) {}

  /** Nothing new is claimed after this; what is in hand is finished. */
  stop(): void {
    this.stopping = true;
  }

  /** Sends for an organisation until nothing is due for it soon. */
  async dispatch(subject: string): Promise<void> {
    await withLease(this.dataSource, `dispatcher:${subject}`, async (lease) => {
      const active = await this.syncs.activeOf(subject, this.clock.now());
      await this.runs.endAbandoned(
        this.dataSource.manager,
        active.map(({ sync }) => sync.id),
      );
      try {
        await this.sendWhileDue(subject, lease);
      } finally {
        await this.handOver.letGo(subject);
      }
    });
  }

  private async sendWhileDue(subject: string, lease: Lease): Promise<void> {
    while (!this.stopping && (await renewLease(this.dataSource.manager, lease))) {
      const { active, ready, nextAt, collectAt } = await this.whatIsReady(subject);
      const now = this.clock.now();
      // The run of what is let go ends with it, so that another one is to be found.
      if (await this.handOver.letGoOutdated(subject, (draft) => stands(draft, active, now))) continue;
      if (collectAt && collectAt <= now) this.collectAlongside(subject);
      // What a draft waited for may end in this turn; then it is the draft's turn next.
      const wasBusy = this.alongside.isBusy(subject);
      let sent = false;
      for (const send of ready) {
        if (this.stopping) return;
        const progress = await this.sendOrPutOff({
          ...send,
          again: () => this.again(send, subject, lease),
        });
        if (progress === 'interrupted') return;
        // It belongs to the dispatcher of its organisation from now on.
        if (progress === 'bound') return this.marker.wakeDispatchers(send.sync.workspaceId);
        sent ||= progress === 'sent';
      }
      if (sent) continue;
      if (wasBusy || this.alongside.isBusy(subject)) {
        await this.clock.sleep(LOOK_AGAIN_MS);
        continue;
      }
      const wait = nextAt === null ? Infinity : nextAt.getTime() - this.clock.now().getTime();
      if (wait > LINGER_MS || ready.length > 0) return;
      if (wait > 0) await this.clock.sleep(wait);
    }
  }

  private async again(send: Send, subject: string, lease: Lease): Promise<Send | null> {
    if (!(await renewLease(this.dataSource.manager, lease))) return null;
    return again(send, await this.whatIsReady(subject), this.clock.now());
  }

  private collectAlongside(subject: string): void {
    if (this.alongside.isGoingOn(subject, COLLECT)) return;
    this.alongside.begin(subject, COLLECT, () => this.collector.collect(subject));
  }

  /** A fault of ours in one sync must not keep the others of its organisation waiting. */
  private async sendOrPutOff(send: Send): Promise<Progress> {
    const { sync } = send;
    const rest = restOf(sync, this.clock.now());
    if (rest) {
      if (rest.until) await this.syncs.rest(sync, rest.until);
      return 'nothing';
    }
    const mayGoOn = () => !this.stopping && restOf(sync, this.clock.now()) === null;
    try {
      return await onBehalfOf(sync.id, () => this.sender.send(send, mayGoOn));
    } catch (error) {
      this.logger.error(error instanceof Error ? error : String(error), `sync ${sync.id}`);
      await this.syncs.putOff(sync, new Date(this.clock.now().getTime() + PUT_OFF_MS));
      return 'nothing';
    }
  }

  private async whatIsReady(subject: string): Promise<Readiness> {
    const now = this.clock.now();
    const active = await this.syncs.activeOf(subject, now);
    const open = await this.runs.openRunsOf(
      this.dataSource.manager,
      active.map(({ sync }) => sync.id),
    );
    const runs = new Map(open.map((run) => [run.syncId, run]));
    const ready = active.flatMap((one): Send[] => {
      const run = runs.get(one.sync.id) ?? null;
      const scope = scopeOf(one, run, now);
      return scope ? [{ sync: one.sync, destination: one.destination, scope, run }] : [];
    });
    const collectAt = await this.collector.nextAt(subject);
    return {
      active,
      ready: [...ready, ...(await this.plans.ready(subject))],
      collectAt,
      nextAt: earliest([...active.map(nextSend), collectAt]),
    };
  }
}

/** Which rows of a sync may go now; null when none may. */
function scopeOf(
  { sync, dueAt, retryAt, outdated }: ActiveSync,
  run: OpenRun | null,
  now: Date,
): Scope | null {
  if (sync.nextSendAt > now) return null;
  if (run && sync.schedule.mode === 'cron') return { take: 'run', coversUntil: run.coversUntil };
  // What arrives while a continuous sync has a run goes first, as ever.
  if (run) return { take: 'all' };
  if (sync.schedule.mode === 'cron') return retryAt !== null && retryAt <= now ? { take: 'retries' } : null;
  const due = outdated || (dueAt !== null && dueAt <= now);
  return due ? { take: 'all' } : null;
}

function nextSend({ sync, dueAt, retryAt }: ActiveSync): Date | null {
  if (sync.schedule.mode === 'cron') return retryAt;
  return dueAt && (dueAt > sync.nextSendAt ? dueAt : sync.nextSendAt);
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  return dates.reduce((first, date) => (date && (!first || date < first) ? date : first), null);
}
