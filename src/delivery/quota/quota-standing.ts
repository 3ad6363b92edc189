import { row, rows, type Sql } from '../../platform/database/index.js';
import type { QuotaLimits, QuotaReport, QuotaStanding } from './grant.js';
import type { QuotaDay } from './quota-day.js';

interface Counted {
  readonly limit: number | null;
  readonly used: number;
  readonly at: Date;
  readonly spentSince: number;
  readonly callsToday: number;
  readonly firstSlot: Date | null;
  readonly callsInWindow: number;
  readonly windowMovesAt: Date | null;
  readonly calls: number;
  readonly slots: number;
  readonly holders: number;
}

/** What stands against an organisation's limits now, beside what `holder` has; a report of another day is none. */
export async function standing(
  sql: Sql,
  subject: string,
  holder: string | null,
  day: QuotaDay,
  now: Date,
): Promise<QuotaStanding> {
  const counted = await row<Counted>(
    sql,
    `SELECT a.reported_limit AS "limit", a.reported_used AS used, a.reported_at AS at, a.spent_since AS "spentSince",
       u.calls AS "callsToday", u.first AS "firstSlot", w.calls AS "callsInWindow", w.first AS "windowMovesAt",
       b.calls, b.slots, b.holders
     FROM (SELECT coalesce(sum(used), 0)::integer AS calls, min(slot) AS first FROM quota_usage
           WHERE subject = $1 AND kind = 'call' AND slot >= $2) u
     CROSS JOIN (SELECT coalesce(sum(calls), 0)::integer AS calls, min(until) AS first FROM quota_window
           WHERE subject = $1 AND until > $3) w
     CROSS JOIN (SELECT coalesce(sum(calls), 0)::integer AS calls, coalesce(sum(slots), 0)::integer AS slots,
             count(*)::integer AS holders
           FROM quota_block WHERE subject = $1 AND expires_at > $3 AND holder IS DISTINCT FROM $4::uuid) b
     LEFT JOIN quota_account a ON a.subject = $1`,
    [subject, day.since, now, holder],
  );
  if (!counted) throw new Error(`Nothing was counted of ${subject}.`);
  const { calls, slots, holders, callsToday, firstSlot, callsInWindow, windowMovesAt } = counted;
  return {
    report: reportOf(counted, day),
    callsToday,
    firstSlot,
    callsInWindow,
    windowMovesAt,
    others: { calls, slots, holders },
  };
}

function reportOf({ limit, used, at, spentSince }: Counted, { since }: QuotaDay): QuotaReport | null {
  return limit === null || at < since ? null : { limit, used, at, spentSince };
}

/** Calls that ended count in the vendor's window until it has passed since their end. */
export async function fillWindow(
  sql: Sql,
  subject: string,
  { callsPerWindow }: QuotaLimits,
  ended: readonly { readonly calls: number; readonly at: Date }[],
  margin: number,
  now: Date,
): Promise<void> {
  if (!callsPerWindow) return;
  const counted = ended
    .filter(({ calls }) => calls > 0)
    .map(({ calls, at }) => ({
      calls,
      until: new Date(at.getTime() + callsPerWindow.seconds * 1_000 + margin),
    }));
  await rows(sql, `DELETE FROM quota_window WHERE subject = $1 AND until <= $2`, [subject, now]);
  if (counted.length === 0) return;
  await sql.query(
    `INSERT INTO quota_window (subject, id, calls, until)
     SELECT $1, new_id(), calls, until FROM unnest($2::integer[], $3::timestamptz[]) AS ended (calls, until)`,
    [subject, counted.map(({ calls }) => calls), counted.map(({ until }) => until)],
  );
}
