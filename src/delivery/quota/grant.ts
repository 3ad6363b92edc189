import type { SystemLimits } from '../../systems/index.js';
import { rolledOut, type QuotaDay } from './quota-day.js';

export type QuotaLimits = Pick<
  SystemLimits,
  'callsPerDay' | 'callsPerWindow' | 'concurrentCalls' | 'jobsPerDay' | 'dayEndsIn'
>;

/** What a vendor said of the day's calls, and what was spent since. */
export interface QuotaReport {
  readonly limit: number;
  readonly used: number;
  readonly at: Date;
  readonly spentSince: number;
}

/** What all processes together have of an organisation's budget. */
export interface QuotaStanding {
  readonly report: QuotaReport | null;
  /** Calls of the day that ended, by our own count, and the first slot in which some are counted. */
  readonly callsToday: number;
  readonly firstSlot: Date | null;
  /** Calls that the window still counts, and when the first of them leave it. */
  readonly callsInWindow: number;
  readonly windowMovesAt: Date | null;
  /** Of the other processes: calls that they may still make, places that they hold, and how many they are. */
  readonly others: { readonly calls: number; readonly slots: number; readonly holders: number };
}

/** What one process has under way and would like. */
export interface QuotaWish {
  readonly inFlight: number;
  /** Calls beyond those under way. */
  readonly calls: number;
  /** Calls that would be under way at once. */
  readonly slots: number;
}

export interface QuotaGrant {
  /** Calls that may be begun. */
  readonly calls: number;
  /** Calls that may be under way at once, those that are included. */
  readonly slots: number;
  /** Why no call was granted, and when there may be one. */
  readonly lack: QuotaLack | null;
}

export interface QuotaLack {
  readonly of: 'day' | 'window';
  readonly until: Date;
}

/** A vendor's count that old may be wrong by now; one call brings a new one. */
export const REPORT_GOOD_FOR_MS = 900_000;
/** While other processes hold what is left, it is worth asking again so soon. */
const ASK_AGAIN_MS = 250;

/** What a process is given, so that all of them together stay within each limit. */
export function grant(
  limits: QuotaLimits,
  day: QuotaDay,
  standing: QuotaStanding,
  wish: QuotaWish,
  now: Date,
): QuotaGrant {
  const slots = slotsFor(limits, standing, wish);
  if (wish.calls === 0) return { calls: 0, slots, lack: null };
  const taken = standing.others.calls + wish.inFlight;
  const ofDay = callsLeft(limits, standing) - taken;
  const ofWindow = (limits.callsPerWindow?.calls ?? Infinity) - standing.callsInWindow - taken;
  const calls = Math.max(0, Math.min(wish.calls, ofDay, ofWindow));
  if (calls > 0) return { calls, slots, lack: null };
  // Nothing tells better than an answer whether an old report of a day that is used up still holds.
  if (ofDay <= 0 && ofWindow > 0 && taken === 0 && isOutdated(standing.report, now)) {
    return { calls: 1, slots, lack: null };
  }
  return { calls: 0, slots, lack: lackOf(ofDay <= 0, day, standing, now) };
}

/** Calls of the day that are neither made nor counted by the vendor. */
export function callsLeft(
  limits: QuotaLimits,
  { report, callsToday }: Pick<QuotaStanding, 'report' | 'callsToday'>,
): number {
  return report ? report.limit - report.used - report.spentSince : limits.callsPerDay - callsToday;
}

/** Nobody's calls under way are taken from them; beyond that each process has an equal part. */
function slotsFor({ concurrentCalls }: QuotaLimits, { others }: QuotaStanding, wish: QuotaWish): number {
  if (concurrentCalls === undefined) return wish.slots === 0 ? 0 : Infinity;
  const free = concurrentCalls - others.slots;
  const part = Math.max(1, Math.floor(concurrentCalls / (others.holders + 1)));
  return Math.max(wish.inFlight, Math.min(free, part, wish.slots));
}

function isOutdated(report: QuotaReport | null, now: Date): boolean {
  return report !== null && now.getTime() - report.at.getTime() >= REPORT_GOOD_FOR_MS;
}

function lackOf(isOfDay: boolean, day: QuotaDay, standing: QuotaStanding, now: Date): QuotaLack {
  const soon = new Date(now.getTime() + ASK_AGAIN_MS);
  if (!isOfDay) return { of: 'window', until: later(standing.windowMovesAt ?? soon, soon) };
  // What others hold and do not use comes back in a moment.
  if (standing.others.calls > 0) return { of: 'day', until: soon };
  return { of: 'day', until: later(dayMovesAt(day, standing) ?? soon, soon) };
}

/** When the day has calls again: at its end, at the vendor's next word, or as the first calls roll out of it. */
function dayMovesAt(day: QuotaDay, { report, firstSlot }: QuotaStanding): Date | null {
  if (day.endsAt) return day.endsAt;
  if (report) return new Date(report.at.getTime() + REPORT_GOOD_FOR_MS);
  return firstSlot && rolledOut(firstSlot);
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
