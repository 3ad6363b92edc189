import { nextTime } from '../../platform/scheduling/index.js';
import type { SystemLimits } from '../../systems/index.js';

/** What is counted together, in milliseconds: no time zone's midnight falls within. */
export const USAGE_SLOT_MS = 300_000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A day in which clocks are put back is an hour longer. */
const LONGEST_DAY_MS = 26 * HOUR_MS;

/** The time over which a vendor counts the calls of a day. */
export interface QuotaDay {
  /** Slots from this one on count. */
  readonly since: Date;
  /** When the counts begin anew; null where they roll over 24 hours. */
  readonly endsAt: Date | null;
}

/** The last day that was asked for in each time zone: cron times cost milliseconds. */
const days = new Map<string, { readonly since: Date; readonly endsAt: Date }>();

export function quotaDay({ dayEndsIn }: Pick<SystemLimits, 'dayEndsIn'>, now: Date): QuotaDay {
  // Part of the oldest slot may still be within the 24 hours.
  if (dayEndsIn === undefined) return { since: slotOf(new Date(now.getTime() - DAY_MS)), endsAt: null };
  const known = days.get(dayEndsIn);
  if (known && known.since <= now && now < known.endsAt) return known;
  const midnight = (from: Date) => nextTime('0 0 * * *', dayEndsIn, from);
  let since = midnight(new Date(now.getTime() - LONGEST_DAY_MS));
  let endsAt = midnight(since);
  while (endsAt <= now) [since, endsAt] = [endsAt, midnight(endsAt)];
  days.set(dayEndsIn, { since, endsAt });
  return { since, endsAt };
}

export function slotOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / USAGE_SLOT_MS) * USAGE_SLOT_MS);
}

/** When what was counted in a slot has rolled out of the 24 hours. */
export function rolledOut(slot: Date): Date {
  return new Date(slot.getTime() + DAY_MS + USAGE_SLOT_MS);
}
