import type { SystemLimits } from '../system.js';

const minute = 60;

/** Data Import API, "Rate limits": the day ends at midnight UTC, and nothing reports what is left of it. */
export const limits: SystemLimits = {
  /** A file takes 5 GB; every file counts against the day, so each is as full as memory comfortably allows. */
  writeBatch: 10_000,
  lookUpBatch: 10_000,
  /** Questions about jobs; the calls that make one, 1,200 of their own, are booked among them. */
  callsPerDay: 3_600,
  /** Files that may be handed over a day. Each is one job that is begun, whether in a new job or in one used again. */
  jobsPerDay: 1_200,
  /** Putting a member on a list twice changes nothing, so a lost answer need not be waited out for long. */
  longestProcessingSeconds: 5 * minute,
  dayEndsIn: 'UTC',
  concurrentCalls: 4,
};

/** Seconds between questions about a job or after a limit was met. */
const ladder = [minute, 5 * minute, 15 * minute, 30 * minute] as const;

/** The pause before the next attempt, after so many that came to nothing. */
export function pauseAfter(attempts: number): number {
  return ladder[Math.min(attempts, ladder.length - 1)] ?? 30 * minute;
}

/** How long to wait before a job of this age, in seconds, is asked about again. */
export function pollAfter(age: number): number {
  return ladder.find((pause) => age < 4 * pause) ?? 30 * minute;
}

/** One answer about all jobs serves every question for so many seconds. */
export const pollEverySeconds = 30;
/** Exports a day, and seconds between two looks at one that runs. */
export const exportsPerDay = 60;
export const exportPollSeconds = 30;

const day = 24 * 3_600_000;

/** The first midnight UTC after a moment: then the night's load begins and the day's counts begin anew. */
export function nextMidnight(after: Date): Date {
  return new Date((Math.floor(after.getTime() / day) + 1) * day);
}

export function daysLater(from: Date, days: number): Date {
  return new Date(from.getTime() + days * day);
}

/** The day, UTC, e.g. `2026-03-01`: names the load of its night. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

export function secondsUntil(moment: Date, now: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1_000));
}
