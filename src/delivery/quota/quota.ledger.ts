import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { LEASE_SECONDS, row, rows, type Sql } from '../../platform/database/index.js';
import { grant, REPORT_GOOD_FOR_MS, type QuotaGrant, type QuotaLimits, type QuotaWish } from './grant.js';
import { quotaDay, slotOf } from './quota-day.js';
import { fillWindow, standing } from './quota-standing.js';

/** What a process did with what it was granted, and what it would like next. */
export interface QuotaTurn extends QuotaWish {
  /** Made anew whenever the process may have lost what it held. */
  readonly holder: string;
  /** Calls that ended since its last turn, by who made them, and when the last of them did. */
  readonly ended: ReadonlyMap<string, number>;
  readonly lastEndedAt: Date;
  /** What the vendor said since its last turn, and whether it can have counted all calls that ended. */
  readonly reported: { readonly used: number; readonly limit: number; readonly isComplete: boolean } | null;
}

/** For how long a process that waits for a place counts among those that share the places. */
const WAITING_SECONDS = 3;
/** Clocks of two processes may differ by so much. */
const CLOCKS_DIFFER_MS = 1_000;
/** Usage is shown for the day it was in, whatever its time zone. */
const FORGOTTEN_AFTER_MS = 3 * 86_400_000;

/**
 * What the processes of an installation together use of what remote organisations allow. Each takes a few calls at
 * a time and gives back what it did not need, so that the database is asked once for many calls. The account's row
 * puts the turns of all processes in one order.
 */
@Injectable()
export class QuotaLedger {
  constructor(@InjectDataSource() private readonly dataSource: Pick<DataSource, 'transaction'>) {}

  /** Books what was done and grants what there is for the wish; what was held before is replaced by it. */
  async turn(subject: string, limits: QuotaLimits, turn: QuotaTurn, now: Date): Promise<QuotaGrant> {
    const day = quotaDay(limits, now);
    return this.dataSource.transaction(async (sql) => {
      await open(sql, subject);
      await this.book(sql, subject, limits, turn, now);
      const stands = await standing(sql, subject, turn.holder, day, now);
      const granted = grant(limits, day, stands, turn, now);
      await this.hold(sql, subject, turn, granted, now);
      return granted;
    });
  }

  /** Books a job that is begun; false where no more may be begun that day. */
  async beginJob(subject: string, limits: QuotaLimits, spender: string, now: Date): Promise<boolean> {
    const { since } = quotaDay(limits, now);
    return this.dataSource.transaction(async (sql) => {
      await open(sql, subject);
      const begun = await row<{ count: number }>(
        sql,
        `SELECT coalesce(sum(used), 0)::integer AS count FROM quota_usage
         WHERE subject = $1 AND kind = 'job' AND slot >= $2`,
        [subject, since],
      );
      if ((begun?.count ?? 0) >= (limits.jobsPerDay ?? Infinity)) return false;
      await use(sql, subject, 'job', [[spender, 1]], now);
      return true;
    });
  }

  /** Counts what was spent before the organisation was known among what it allows. */
  async move(from: string, to: string): Promise<void> {
    await this.dataSource.transaction(async (sql) => {
      await open(sql, from);
      await open(sql, to);
      await sql.query(
        `INSERT INTO quota_usage AS u (subject, kind, slot, spender, used)
         SELECT $2, kind, slot, spender, used FROM quota_usage WHERE subject = $1
         ON CONFLICT (subject, kind, slot, spender) DO UPDATE SET used = u.used + excluded.used`,
        [from, to],
      );
      await sql.query(`UPDATE quota_window SET subject = $2 WHERE subject = $1`, [from, to]);
      await sql.query(`DELETE FROM quota_usage WHERE subject = $1`, [from]);
    });
  }

  /** For the one process of an embedded database: whoever held something before has ended. */
  async endAll(sql: Sql, now: Date): Promise<void> {
    await sql.query(`UPDATE quota_block SET expires_at = $1`, [now]);
  }

  /** Takes what the vendor said of the day as said long ago. */
  async doubt(sql: Sql, subject: string, now: Date): Promise<void> {
    await sql.query(`UPDATE quota_account SET reported_at = $2 WHERE subject = $1 AND reported_at > $2`, [
      subject,
      new Date(now.getTime() - REPORT_GOOD_FOR_MS),
    ]);
  }

  /** Drops what no day counts any more. */
  async forget(sql: Sql, now: Date): Promise<void> {
    await sql.query(`DELETE FROM quota_usage WHERE slot < $1`, [
      new Date(now.getTime() - FORGOTTEN_AFTER_MS),
    ]);
  }

  /** What the dead held counts as used, since nobody can tell. */
  private async book(sql: Sql, subject: string, limits: QuotaLimits, turn: QuotaTurn, now: Date) {
    const dead = await rows<{ calls: number; expiresAt: Date }>(
      sql,
      `WITH dead AS (DELETE FROM quota_block WHERE subject = $1 AND expires_at <= $2 AND holder <> $3
                     RETURNING calls, expires_at)
       SELECT calls, expires_at AS "expiresAt" FROM dead WHERE calls > 0`,
      [subject, now, turn.holder],
    );
    const ended = [...turn.ended.values()].reduce((sum, calls) => sum + calls, 0);
    const lost = dead.reduce((sum, { calls }) => sum + calls, 0);
    await use(sql, subject, 'call', [...turn.ended, ...(lost > 0 ? [['', lost] as const] : [])], now);
    await fillWindow(
      sql,
      subject,
      limits,
      [
        { calls: ended, at: turn.lastEndedAt },
        ...dead.map(({ calls, expiresAt }) => ({ calls, at: expiresAt })),
      ],
      CLOCKS_DIFFER_MS,
      now,
    );
    await report(sql, subject, turn.reported, ended, lost, now);
  }

  private async hold(sql: Sql, subject: string, turn: QuotaTurn, granted: QuotaGrant, now: Date) {
    const calls = turn.inFlight + granted.calls;
    const slots = Number.isFinite(granted.slots) ? granted.slots : 0;
    const waits = turn.calls > 0 || turn.slots > turn.inFlight;
    if (calls === 0 && slots === 0 && !waits) {
      await sql.query(`DELETE FROM quota_block WHERE subject = $1 AND holder = $2`, [subject, turn.holder]);
      return;
    }
    const seconds = calls === 0 && slots === 0 ? WAITING_SECONDS : LEASE_SECONDS;
    await sql.query(
      `INSERT INTO quota_block (subject, holder, calls, slots, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (subject, holder) DO UPDATE
         SET calls = excluded.calls, slots = excluded.slots, expires_at = excluded.expires_at`,
      [subject, turn.holder, calls, slots, new Date(now.getTime() + seconds * 1_000)],
    );
  }
}

/** Makes the account if need be, and waits for whoever has it in hand. */
async function open(sql: Sql, subject: string): Promise<void> {
  await sql.query(
    `INSERT INTO quota_account (subject) VALUES ($1) ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject`,
    [subject],
  );
}

async function use(
  sql: Sql,
  subject: string,
  kind: 'call' | 'job',
  spent: readonly (readonly [string, number])[],
  now: Date,
): Promise<void> {
  if (spent.length === 0) return;
  await sql.query(
    `INSERT INTO quota_usage AS u (subject, kind, slot, spender, used)
     SELECT $1, $2, $3, spender, sum(used) FROM unnest($4::text[], $5::integer[]) AS spent (spender, used) GROUP BY spender
     ON CONFLICT (subject, kind, slot, spender) DO UPDATE SET used = u.used + excluded.used`,
    [subject, kind, slotOf(now), spent.map(([spender]) => spender), spent.map(([, used]) => used)],
  );
}

async function report(
  sql: Sql,
  subject: string,
  reported: QuotaTurn['reported'],
  ended: number,
  lost: number,
  now: Date,
): Promise<void> {
  if (reported === null && ended + lost === 0) return;
  if (reported === null) {
    await sql.query(`UPDATE quota_account SET spent_since = spent_since + $2 WHERE subject = $1`, [
      subject,
      ended + lost,
    ]);
    return;
  }
  const { used, limit, isComplete } = reported;
  await sql.query(
    `UPDATE quota_account SET reported_limit = $2, reported_used = $3, reported_at = $4, spent_since = $5
     WHERE subject = $1`,
    [subject, limit, used, now, lost + (isComplete ? 0 : ended)],
  );
}
