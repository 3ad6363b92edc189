import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { row } from '../../platform/database/index.js';
import type { Sync } from '../syncs/sync.entity.js';
import { REPORT_GOOD_FOR_MS, type QuotaLimits } from './grant.js';
import { quotaDay, rolledOut } from './quota-day.js';

type Sharing = Pick<Sync, 'id' | 'quotaShare'>;

interface Spent {
  readonly used: number;
  readonly firstSlot: Date | null;
  readonly reportedLimit: number | null;
}

/** How the syncs of an organisation share its calls: evenly, unless one is given a share of its own. */
@Injectable()
export class Shares {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The part, from 0 to 1, of the calls of continuous syncs that one of them has. */
  async partOf({ id, quotaShare }: Sharing, organisationKey: string): Promise<number> {
    const others = await row<{ given: number; even: number }>(
      this.dataSource.manager,
      `SELECT coalesce(sum(s.quota_share), 0) AS given, count(*) FILTER (WHERE s.quota_share IS NULL)::integer AS even
       FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE d.organisation_key = $1 AND d.enabled AND s.enabled AND s.schedule ->> 'mode' = 'continuous' AND s.id <> $2`,
      [organisationKey, id],
    );
    return partOf(quotaShare, others?.given ?? 0, others?.even ?? 0);
  }

  /** Calls that a sync with a share of its own may still make today. */
  async callsLeft(
    { id, quotaShare }: Sharing,
    organisationKey: string,
    limits: QuotaLimits,
    now: Date,
  ): Promise<number> {
    if (quotaShare === null) return Infinity;
    const { used, reportedLimit } = await this.spent(id, organisationKey, limits, now);
    return Math.max(0, Math.floor((reportedLimit ?? limits.callsPerDay) * quotaShare) - used);
  }

  /** When a sync whose share is used up has calls again. */
  async usableFrom({ id }: Sharing, organisationKey: string, limits: QuotaLimits, now: Date): Promise<Date> {
    const { endsAt } = quotaDay(limits, now);
    if (endsAt) return endsAt;
    const { firstSlot } = await this.spent(id, organisationKey, limits, now);
    return firstSlot ? rolledOut(firstSlot) : new Date(now.getTime() + REPORT_GOOD_FOR_MS);
  }

  private async spent(
    syncId: string,
    organisationKey: string,
    limits: QuotaLimits,
    now: Date,
  ): Promise<Spent> {
    const found = await row<Spent>(
      this.dataSource.manager,
      `SELECT coalesce(sum(u.used), 0)::integer AS used, min(u.slot) AS "firstSlot",
         (SELECT reported_limit FROM quota_account WHERE subject = $1) AS "reportedLimit"
       FROM quota_usage u WHERE u.subject = $1 AND u.kind = 'call' AND u.slot >= $2 AND u.spender = $3`,
      [organisationKey, quotaDay(limits, now).since, syncId],
    );
    return found ?? { used: 0, firstSlot: null, reportedLimit: null };
  }
}

/** Least part that a sync is left with where the others were given all. */
const LEAST_PART = 0.01;

/** Of a sync, where others were given so much in sum, and so many have no share of their own. */
export function partOf(share: number | null, given: number, even: number): number {
  const whole = given + (share ?? 0);
  if (share !== null) return share / Math.max(1, whole);
  return Math.max(LEAST_PART, 1 - given) / (even + 1);
}
