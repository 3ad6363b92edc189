import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Organisations } from '../destinations/organisations.js';
import type { BoundSession } from '../destinations/sessions.js';
import { CallBudget } from '../destinations/call-budget.js';
import { Budgets } from '../quota/budgets.js';
import { Shares } from '../quota/shares.js';
import type { SystemSession } from '../../systems/index.js';
import type { Sync } from '../syncs/sync.entity.js';

/** Calls of a send of up to one batch: look-up, creates, updates. */
const CALLS_PER_BATCH = 3;
/** Where the vendor's own count says that so much of the day is used, scheduled runs stop as well. */
const NEARLY_ALL = 0.95;
/** A count that old may be wrong by now; one batch brings a new one. */
const REPORT_GOOD_FOR_MS = 900_000;

/** Keeps syncs within their share of the organisation's daily calls, and says at what interval they send. */
@Injectable()
export class Pace {
  private readonly taken = new WeakMap<SystemSession, number>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly organisations: Organisations,
    private readonly budgets: Budgets,
    private readonly shares: Shares,
    private readonly clock: Clock,
  ) {}

  /** Calls of a session since they were last taken, so that of work that is done at once each counts once. */
  takeCalls(session: SystemSession): number {
    const { calls } = session.usage();
    const before = this.taken.get(session) ?? 0;
    this.taken.set(session, calls);
    return calls - before;
  }

  /** Batches that can be paid for now, at most `atMost`. */
  async affordable(
    sync: Sync,
    { organisationKey, definition }: BoundSession,
    atMost: number,
  ): Promise<number> {
    const organisation = await this.organisations.find(organisationKey);
    if (!organisation) return 1;
    const { callsLimit, callsUsed, callsSaved, savedAt, reportedAt } = organisation;
    const now = this.clock.now();
    const left = await this.shares.callsLeft(sync, organisationKey, definition.limits, now);
    const most = Math.min(atMost, left > 0 ? Math.max(1, Math.floor(left / CALLS_PER_BATCH)) : 0);
    if (sync.schedule.mode === 'cron') {
      const nearlyUsed = callsLimit !== null && callsUsed !== null && callsUsed > callsLimit * NEARLY_ALL;
      const isRecent = reportedAt !== null && now.getTime() - reportedAt.getTime() < REPORT_GOOD_FOR_MS;
      if (!nearlyUsed) return most;
      return Math.min(most, isRecent ? 0 : 1);
    }
    const budget = new CallBudget(callsLimit ?? definition.limits.callsPerDay);
    const saved = { calls: callsSaved, at: savedAt };
    return Math.min(most, budget.sends(saved, CALLS_PER_BATCH, now));
  }

  /** Lets a sync that has used its own share wait until it has calls again; false where it has some. */
  async waitForShare(
    sync: Sync,
    { organisationKey, definition: { limits } }: BoundSession,
  ): Promise<boolean> {
    const now = this.clock.now();
    if ((await this.shares.callsLeft(sync, organisationKey, limits, now)) > 0) return false;
    const until = await this.shares.usableFrom(sync, organisationKey, limits, now);
    await this.dataSource.query(`UPDATE sync SET next_send_at = $3 WHERE workspace_id = $1 AND id = $2`, [
      sync.workspaceId,
      sync.id,
      until,
    ]);
    return true;
  }

  /**
   * Books the calls of a send and announces the next: a continuous sync that is through sends again an interval after
   * that send began, however long it took, one that has more to send as soon as that can be paid for.
   */
  async book(
    sync: Sync,
    bound: BoundSession,
    { begunAt, calls, hasMore }: { begunAt: Date; calls: number; hasMore: boolean },
  ): Promise<void> {
    const { organisationKey, definition } = bound;
    const callsPerDay = definition.limits.callsPerDay;
    await this.spend(bound, calls);
    if (sync.schedule.mode !== 'continuous') return;
    const organisation = await this.organisations.find(organisationKey);
    if (!organisation) return;
    const now = this.clock.now();
    const budget = new CallBudget(organisation.callsLimit ?? callsPerDay);
    const saved = { calls: organisation.callsSaved, at: organisation.savedAt };
    const part = await this.shares.partOf(sync, organisationKey);
    const interval = budget.interval(saved, CALLS_PER_BATCH, now) / part;
    const nextSendAt =
      hasMore && budget.sends(saved, CALLS_PER_BATCH, now) > 0
        ? now
        : budget.nextAt(saved, CALLS_PER_BATCH, begunAt, now, part);
    await this.dataSource.query(
      `UPDATE sync SET interval_seconds = $3, next_send_at = $4 WHERE workspace_id = $1 AND id = $2`,
      [sync.workspaceId, sync.id, interval, nextSendAt],
    );
  }

  /** What the vendor said with these calls holds from then on. */
  async spend({ organisationKey, definition }: BoundSession, calls: number): Promise<void> {
    await this.budgets.book(organisationKey);
    await this.organisations.spend(organisationKey, calls, definition.limits.callsPerDay);
  }
}
