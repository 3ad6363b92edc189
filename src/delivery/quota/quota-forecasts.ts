import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { rows } from '../../platform/database/index.js';
import type { SystemLimits } from '../../systems/index.js';
import { nextRunAt } from '../schedules/next-run.js';
import type { Resting } from '../schedules/rest.js';
import { forecast, type DueWork } from './forecast.js';
import type { QuotaForecast, QuotaOfKind } from './quota.dto.js';

interface Place {
  readonly workspaceId: string;
  readonly destinationId: string;
  readonly organisationKey: string | null;
}

type Found = Resting & Omit<DueWork, 'beginsAt'> & { readonly isRunning: boolean };

@Injectable()
export class QuotaForecasts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async of(
    { workspaceId, destinationId, organisationKey }: Place,
    limits: Pick<SystemLimits, 'lookUpBatch' | 'writeBatch'>,
    kinds: readonly QuotaOfKind[],
  ): Promise<QuotaForecast> {
    const now = this.clock.now();
    const found = await rows<Found>(this.dataSource.manager, DUE_WORK, [
      workspaceId,
      destinationId,
      organisationKey,
      now,
    ]);
    const work = found.map((one): DueWork => ({ ...one, beginsAt: beginOf(one, now) }));
    const ofDay = kinds.find(({ kind }) => kind === 'calls-per-day');
    if (!ofDay) throw new Error('A system without a limit of calls a day has no quota.');
    return forecast(work, limits, ofDay, now);
  }
}

function beginOf(sync: Found, now: Date): Date {
  return (sync.isRunning ? null : nextRunAt({ ...sync, enabled: true }, now)) ?? now;
}

/** Of the syncs of workspace $1 that send to the organisation of a destination, at a time $4. */
const DUE_WORK = `
  SELECT s.schedule, s.paused_at AS "pausedAt", s.paused_until AS "pausedUntil", due.records,
    day.received, day.calls, day.running AS "isRunning", pace.per_second AS "perSecond"
  FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
  CROSS JOIN LATERAL (
    SELECT count(*)::integer AS records FROM delivery x
    WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status IN ('due', 'waiting', 'unknown')) due
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.created + r.updated + r.removed + r.unchanged + r.held + r.rejected + r.waiting + r.accepted
             + r.unknown), 0)::integer AS received,
      coalesce(sum(r.api_calls), 0)::integer AS calls, coalesce(bool_or(r.ended_at IS NULL), false) AS running
    FROM run r WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id)
      AND coalesce(r.ended_at, $4) > $4::timestamptz - interval '1 day') day
  CROSS JOIN LATERAL (
    SELECT sum(r.created + r.updated + r.removed + r.unchanged + r.held + r.rejected + r.waiting + r.accepted + r.unknown)
      / nullif(extract(epoch FROM $4::timestamptz - min(r.started_at)), 0)::double precision AS per_second
    FROM run r WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id)
      AND coalesce(r.ended_at, $4) > $4::timestamptz - interval '10 minutes') pace
  WHERE s.workspace_id = $1 AND s.enabled AND (d.id = $2 OR d.organisation_key = $3)`;
