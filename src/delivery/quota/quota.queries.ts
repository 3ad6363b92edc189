import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { row, rows } from '../../platform/database/index.js';
import { systemOf } from '../../systems/index.js';
import { provisionalSubject } from './budgets.js';
import { QuotaForecasts } from './quota-forecasts.js';
import { kindsOf } from './quota-kinds.js';
import { quotaDay } from './quota-day.js';
import type { DestinationQuota, QuotaOfSync } from './quota.dto.js';
import { standing } from './quota-standing.js';

interface Place {
  readonly type: string;
  readonly organisationKey: string | null;
}

@Injectable()
export class QuotaQueries {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly forecasts: QuotaForecasts,
    private readonly clock: Clock,
  ) {}

  async read(workspaceId: string, destinationId: string): Promise<DestinationQuota> {
    const { type, organisationKey } = await this.place(workspaceId, destinationId);
    const definition = systemOf(type);
    if (!definition) throw new Error(`No system is registered under the type ${type}.`);
    const { limits } = definition;
    const now = this.clock.now();
    const subject = organisationKey ?? provisionalSubject(destinationId);
    const day = quotaDay(limits, now);
    const stands = await standing(this.dataSource.manager, subject, null, day, now);
    const kinds = kindsOf(limits, day, stands, await this.jobsToday(subject, day.since));
    const syncs = await this.syncs(workspaceId, destinationId, organisationKey, subject, day.since);
    const ofSyncs = syncs.reduce((sum, { calls }) => sum + calls, 0);
    return {
      organisation: organisationKey,
      kinds,
      forecast: await this.forecasts.of({ workspaceId, destinationId, organisationKey }, limits, kinds),
      syncs,
      otherCalls: Math.max(0, stands.callsToday - ofSyncs),
    };
  }

  private async place(workspaceId: string, destinationId: string): Promise<Place> {
    const found = await row<Place>(
      this.dataSource.manager,
      `SELECT type, organisation_key AS "organisationKey" FROM destination WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, destinationId],
    );
    if (!found) throw notFound('destination', destinationId);
    return found;
  }

  private async jobsToday(subject: string, since: Date): Promise<number> {
    const found = await row<{ jobs: number }>(
      this.dataSource.manager,
      `SELECT coalesce(sum(used), 0)::integer AS jobs FROM quota_usage
       WHERE subject = $1 AND kind = 'job' AND slot >= $2`,
      [subject, since],
    );
    return found?.jobs ?? 0;
  }

  private syncs(
    workspaceId: string,
    destinationId: string,
    organisationKey: string | null,
    subject: string,
    since: Date,
  ): Promise<QuotaOfSync[]> {
    return rows(
      this.dataSource.manager,
      `SELECT s.id AS "syncId", s.name, s.quota_share AS share,
         coalesce(sum(u.used) FILTER (WHERE u.kind = 'call'), 0)::integer AS calls,
         coalesce(sum(u.used) FILTER (WHERE u.kind = 'job'), 0)::integer AS jobs
       FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       LEFT JOIN quota_usage u ON u.subject = $4 AND u.slot >= $5 AND u.spender = s.id::text
       WHERE s.workspace_id = $1 AND (d.id = $2 OR d.organisation_key = $3)
       GROUP BY s.id, s.name, s.quota_share ORDER BY calls DESC, s.id`,
      [workspaceId, destinationId, organisationKey, subject, since],
    );
  }
}
