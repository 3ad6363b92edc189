import { SystemError } from '../../systems/index.js';
import type { QuotaLack, QuotaLimits } from './grant.js';
import { quotaDay } from './quota-day.js';

const BUSY_SECONDS = 5;
const HOUR_SECONDS = 3_600;

export function noCallsLeft(
  { callsPerWindow }: QuotaLimits,
  { of, until }: QuotaLack,
  now: Date,
): SystemError {
  return of === 'window'
    ? outOf(
        'calls-of-window-used',
        `${callsPerWindow?.calls ?? 0} calls in ${callsPerWindow?.seconds ?? 0} s are all that the system takes, and they are made.`,
        'Nothing to do: it goes on as soon as there are calls again.',
        secondsUntil(until, now),
      )
    : outOf(
        'calls-of-day-used',
        'All API calls of the day are used over there.',
        'Sending goes on as they free up; buy more calls or give other integrations less.',
        secondsUntil(until, now),
      );
}

export function noPlaceFree({ concurrentCalls }: QuotaLimits): SystemError {
  return outOf(
    'calls-under-way',
    `${concurrentCalls ?? 0} calls at once are all that the system takes, and others are making them.`,
    'Nothing to do: it is tried again in a moment.',
    BUSY_SECONDS,
  );
}

export function noJobsLeft(limits: QuotaLimits, now: Date): SystemError {
  const { endsAt } = quotaDay(limits, now);
  return outOf(
    'jobs-of-day-used',
    `${limits.jobsPerDay ?? 0} jobs are all that the system takes in a day, and they are begun.`,
    'What is due waits and goes on when there are jobs again.',
    endsAt ? secondsUntil(endsAt, now) : HOUR_SECONDS,
  );
}

/** Without a booking no call is made, so that nothing was sent. */
export function cannotBeBooked(error: unknown): SystemError {
  if (error instanceof SystemError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SystemError('unavailable', {
    code: 'call-not-booked',
    message: `The call could not be counted against what the system allows, and was not made: ${reason}`,
    field: null,
    advice: 'Nothing to do: it is tried again by itself.',
    whoActs: 'us',
  });
}

function outOf(code: string, message: string, advice: string, retryAfter: number): SystemError {
  return new SystemError('quota', { code, message, field: null, advice, whoActs: 'admin' }, retryAfter);
}

function secondsUntil(time: Date, now: Date): number {
  return Math.max(1, Math.ceil((time.getTime() - now.getTime()) / 1_000));
}
