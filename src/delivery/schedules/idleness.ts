import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { rows } from '../../platform/database/index.js';
import { definitionOf } from '../destinations/sessions.js';
import { Shares } from '../quota/shares.js';
import type { Sync } from '../syncs/sync.entity.js';
import { DUE_AT, OUTDATED } from '../syncs/sync.repository.js';
import { idleOf } from './idle.js';
import type { MissedRuns, SyncIdle } from './schedule.dto.js';

/** What a sync does and did, beside its settings. */
export interface SyncActivity {
  readonly idle: SyncIdle | null;
  readonly lastRunAt: Date | null;
  readonly missed: MissedRuns | null;
}

export const neverRan: SyncActivity = { idle: null, lastRunAt: null, missed: null };

interface Found {
  readonly id: string;
  readonly dueAt: Date | null;
  readonly outdated: boolean;
  readonly type: string;
  readonly organisationKey: string | null;
  readonly enabled: boolean;
  readonly needsSignIn: boolean;
  readonly message: string | null;
  readonly updatedAt: Date;
  readonly pauseSince: Date | null;
  readonly pauseUntil: Date;
  readonly pauseReason: string;
  readonly lastRunAt: Date | null;
  readonly lastRunEndedAt: Date | null;
  readonly hasOpenRun: boolean;
  readonly missedRunId: string | null;
  readonly missedDueAt: Date;
  readonly missedStartedAt: Date;
  readonly missedTimes: number;
}

@Injectable()
export class Idleness {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly shares: Shares,
    private readonly clock: Clock,
  ) {}

  async of(workspaceId: string, syncs: readonly Sync[]): Promise<ReadonlyMap<string, SyncActivity>> {
    const ids = syncs.map(({ id }) => id);
    const found = await rows<Found>(this.dataSource.manager, FOUND, [workspaceId, ids, this.clock.now()]);
    const states = new Map(found.map((state) => [state.id, state]));
    const activities = await Promise.all(
      syncs.map(async (sync) => {
        const state = states.get(sync.id);
        return [sync.id, state ? await this.activity(sync, state) : neverRan] as const;
      }),
    );
    return new Map(activities);
  }

  private async activity(sync: Sync, found: Found): Promise<SyncActivity> {
    const { lastRunAt, lastRunEndedAt, hasOpenRun, dueAt, outdated, pauseSince } = found;
    const { enabled, needsSignIn, message, updatedAt } = found;
    const pause = pauseSince && { since: pauseSince, until: found.pauseUntil, reason: found.pauseReason };
    const state = {
      lastRunEndedAt,
      hasOpenRun,
      dueAt,
      isOutdated: outdated,
      shareFrom: await this.shareFrom(sync, found),
      destination: { enabled, needsSignIn, message, updatedAt },
      pause,
    };
    return { idle: idleOf(sync, state, this.clock.now()), lastRunAt, missed: missedOf(found) };
  }

  private async shareFrom(sync: Sync, { type, organisationKey }: Found): Promise<Date | null> {
    if (sync.quotaShare === null || organisationKey === null) return null;
    const { limits } = definitionOf(type);
    const now = this.clock.now();
    const left = await this.shares.callsLeft(sync, organisationKey, limits, now);
    return left > 0 ? null : this.shares.usableFrom(sync, organisationKey, limits, now);
  }
}

function missedOf({ missedRunId, missedDueAt, missedStartedAt, missedTimes }: Found): MissedRuns | null {
  if (missedRunId === null) return null;
  return { runId: missedRunId, dueAt: missedDueAt, startedAt: missedStartedAt, times: missedTimes };
}

/** Of syncs $2 at a time $3. */
const FOUND = `
  SELECT s.id, ${DUE_AT} AS "dueAt", ${OUTDATED} AS outdated, d.type, d.organisation_key AS "organisationKey",
    d.enabled, d.state = 'needs-sign-in' AS "needsSignIn", d.state_message AS message, d.updated_at AS "updatedAt",
    p.since AS "pauseSince", p.until AS "pauseUntil", p.reason AS "pauseReason",
    l.started_at AS "lastRunAt", l.ended_at AS "lastRunEndedAt",
    EXISTS (SELECT FROM run r WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id) AND r.ended_at IS NULL)
      AS "hasOpenRun",
    m.id AS "missedRunId", m.due_at AS "missedDueAt", m.started_at AS "missedStartedAt", m.missed AS "missedTimes"
  FROM sync s
  JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
  LEFT JOIN LATERAL (
    SELECT p.since, p.until, p.reason FROM pause p
    WHERE p.subject IN (d.organisation_key, 'destination:' || d.id) AND p.until > $3
    ORDER BY p.until DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (
    SELECT r.started_at, r.ended_at FROM run r WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id)
    ORDER BY r.id DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (
    SELECT r.id, r.due_at, r.started_at, r.missed FROM run r
    WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id) AND r.missed > 0
    ORDER BY r.id DESC LIMIT 1) m ON true
  WHERE s.workspace_id = $1 AND s.id = ANY($2::uuid[])`;
