import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { row, rows } from '../../platform/database/index.js';
import { latenessMessage } from '../schedules/lateness.js';
import { restOf, type Resting } from '../schedules/rest.js';
import type { SyncSchedule } from '../syncs/sync.entity.js';
import type { RunProgress, RunSummary, ShownRun } from './run.dto.js';

/** Sums and pauses are made where they are read, so that they cannot disagree with what they follow from. */
const SHOWN = `
  SELECT r.id, sync_id AS "syncId", trigger, plan_id AS "planId", started_at AS "startedAt", ended_at AS "endedAt",
    CASE WHEN pause.reason IS NULL THEN status ELSE 'paused' END AS status,
    coalesce(pause.reason, message, announcement) AS message, landing,
    created + updated + removed + unchanged + held + rejected + waiting + accepted + unknown AS received,
    created + updated + removed AS delivered,
    created, updated, removed, unchanged, held, rejected, waiting, accepted, unknown, api_calls AS "apiCalls",
    r.due_at AS "dueAt", r.missed,
    CASE WHEN r.ended_at IS NULL THEN (
      SELECT jsonb_build_object('schedule', s.schedule, 'pausedAt', s.paused_at, 'pausedUntil', s.paused_until)
      FROM sync s WHERE (s.workspace_id, s.id) = (r.workspace_id, r.sync_id)) END AS sync
  FROM run r LEFT JOIN LATERAL (
    SELECT coalesce(CASE WHEN r.plan_id IS NULL THEN s.brake_state ->> 'message' END, p.reason) AS reason FROM sync s
    JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
    LEFT JOIN pause p ON p.subject IN (d.organisation_key, 'destination:' || d.id) AND p.until > $2
    WHERE r.ended_at IS NULL AND (s.workspace_id, s.id) = (r.workspace_id, r.sync_id)
    ORDER BY p.until DESC NULLS LAST LIMIT 1) pause ON true`;

interface FoundRun extends RunSummary {
  readonly dueAt: Date | null;
  /** Of an open run, with the times as JSON has them. */
  readonly sync: {
    readonly schedule: SyncSchedule;
    readonly pausedAt: string | null;
    readonly pausedUntil: string | null;
  } | null;
}

@Injectable()
export class RunQueries {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(
    workspaceId: string,
    syncId: string | undefined,
    { limit, cursor }: PageQuery,
  ): Promise<Page<RunSummary>> {
    const read = await rows<FoundRun>(
      this.dataSource.manager,
      `${SHOWN} WHERE r.workspace_id = $1 AND ($3::uuid IS NULL OR sync_id = $3) AND ($4::uuid IS NULL OR r.id < $4)
       ORDER BY r.id DESC LIMIT $5`,
      [workspaceId, this.clock.now(), syncId ?? null, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (run) => shown(run, this.clock.now()));
  }

  async read(workspaceId: string, id: string): Promise<ShownRun> {
    const found = await row<FoundRun>(
      this.dataSource.manager,
      `${SHOWN} WHERE r.workspace_id = $1 AND r.id = $3`,
      [workspaceId, this.clock.now(), id],
    );
    if (!found) throw notFound('run', id);
    const run = shown(found, this.clock.now());
    return { ...run, progress: run.endedAt ? null : await this.progress(workspaceId, run) };
  }

  private async progress(workspaceId: string, run: RunSummary): Promise<RunProgress> {
    const waiting = await row<{ count: number }>(
      this.dataSource.manager,
      `SELECT count(*)::integer AS count FROM delivery
       WHERE workspace_id = $1 AND sync_id = $2 AND status IN ('due', 'sending')`,
      [workspaceId, run.syncId],
    );
    const left = waiting?.count ?? 0;
    const seconds = (Date.now() - run.startedAt.getTime()) / 1_000;
    const recordsPerSecond = seconds > 0 ? Math.round((run.received / seconds) * 10) / 10 : 0;
    return {
      left,
      recordsPerSecond,
      secondsLeft: recordsPerSecond > 0 ? Math.ceil(left / recordsPerSecond) : null,
    };
  }
}

/** A run waits while its sync rests, and says what it makes up for as long as nothing more pressing is to be said. */
function shown({ sync, dueAt, ...run }: FoundRun, now: Date): RunSummary {
  const rest = sync && restOf(revived(sync), now);
  const late = dueAt && latenessMessage(dueAt, run.startedAt, run.missed);
  if (run.status === 'running' && rest) return { ...run, status: 'paused', message: rest.message };
  return { ...run, message: run.message ?? late };
}

function revived({ schedule, pausedAt, pausedUntil }: NonNullable<FoundRun['sync']>): Resting {
  return { schedule, pausedAt: dateOf(pausedAt), pausedUntil: dateOf(pausedUntil) };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
