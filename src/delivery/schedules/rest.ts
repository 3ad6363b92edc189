import type { Sync } from '../syncs/sync.entity.js';
import { quietPeriod } from './quiet-hours.js';

/** Why a sync sends nothing although it is enabled, by its own settings. */
export interface Rest {
  readonly reason: 'paused' | 'quiet-hours';
  readonly message: string;
  readonly since: Date;
  /** Null until somebody resumes it. */
  readonly until: Date | null;
}

export type Resting = Pick<Sync, 'schedule' | 'pausedAt' | 'pausedUntil'>;

export function restOf(sync: Resting, now: Date): Rest | null {
  return pauseOf(sync, now) ?? quietOf(sync, now);
}

function pauseOf({ pausedAt, pausedUntil }: Resting, now: Date): Rest | null {
  if (pausedAt === null || (pausedUntil !== null && pausedUntil <= now)) return null;
  const message =
    pausedUntil === null
      ? 'The sync is paused until somebody resumes it. What becomes due waits.'
      : `The sync is paused until ${pausedUntil.toISOString()}. What becomes due waits.`;
  return { reason: 'paused', message, since: pausedAt, until: pausedUntil };
}

function quietOf({ schedule: { quietHours } }: Resting, now: Date): Rest | null {
  const period = quietHours && quietPeriod(quietHours, now);
  if (!quietHours || !period) return null;
  const { from, to, timeZone } = quietHours;
  const message = `Nothing is sent in the quiet hours from ${from} to ${to} (${timeZone}). What becomes due waits.`;
  return { reason: 'quiet-hours', message, ...period };
}
