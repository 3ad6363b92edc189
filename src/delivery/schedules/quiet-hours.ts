import type { FieldError } from '../../platform/api/index.js';
import { nextTime } from '../../platform/scheduling/index.js';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** Times of the day, `HH:MM`, between which nothing is sent; `days` are those on which they begin, all by default. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly days?: readonly Weekday[];
}

export interface QuietPeriod {
  readonly since: Date;
  readonly until: Date;
}

/** Longer than quiet hours can last, also where clocks are put back in them. */
const LONGEST_MS = 26 * 3_600_000;

/** A time over which the answer is the same. */
interface Known {
  readonly from: Date;
  readonly to: Date;
  readonly period: QuietPeriod | null;
}

/** Cron times cost milliseconds, and senders ask before each batch. */
const known = new Map<string, Known>();
const KNOWN_AT_MOST = 1_000;

/** The quiet hours that a moment lies in; null where it lies in none. Their last moment is not in them. */
export function quietPeriod(hours: QuietHours, at: Date): QuietPeriod | null {
  const key = JSON.stringify(hours);
  const before = known.get(key);
  if (before && before.from <= at && at < before.to) return before.period;
  const found = findPeriod(hours, at);
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(key, found);
  return found.period;
}

function findPeriod(hours: QuietHours, at: Date): Known {
  const days = hours.days?.map((day) => weekdays.indexOf(day)).join(',') ?? '*';
  const begin = (from: Date) => nextTime(`${daily(hours.from)} ${days}`, hours.timeZone, from);
  let since: Date | null = null;
  let next = begin(new Date(at.getTime() - LONGEST_MS));
  for (; next <= at; next = begin(next)) since = next;
  const until = since && nextTime(`${daily(hours.to)} *`, hours.timeZone, since);
  if (since && until && until > at) return { from: since, to: until, period: { since, until } };
  return { from: at, to: next, period: null };
}

export function quietHoursProblems(hours: QuietHours): FieldError[] {
  if (hours.from === hours.to) {
    return [{ path: 'schedule.quietHours.to', message: 'must be another time than from' }];
  }
  try {
    quietPeriod(hours, new Date());
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ path: 'schedule.quietHours', message: `are no times that can come: ${message}` }];
  }
}

function daily(time: string): string {
  const [hour, minute] = time.split(':').map(Number);
  return `${minute} ${hour} * *`;
}
