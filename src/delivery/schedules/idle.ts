import type { Sync } from '../syncs/sync.entity.js';
import { nextRunAt } from './next-run.js';
import { restOf } from './rest.js';
import type { SyncIdle } from './schedule.dto.js';

/** What is known of a sync beside its settings. */
export interface SyncState {
  readonly lastRunEndedAt: Date | null;
  readonly hasOpenRun: boolean;
  /** When its next record is due. */
  readonly dueAt: Date | null;
  readonly isOutdated: boolean;
  /** When a sync that used its own share has calls again; null where it has some, or no share of its own. */
  readonly shareFrom: Date | null;
  readonly destination: {
    readonly enabled: boolean;
    readonly needsSignIn: boolean;
    readonly message: string | null;
    readonly updatedAt: Date;
  };
  readonly pause: { readonly since: Date; readonly until: Date; readonly reason: string } | null;
}

/** Why nothing is sent now; null while something is, or is about to be. */
export function idleOf(sync: Sync, state: SyncState, now: Date): SyncIdle | null {
  return keptFrom(sync, state, now) ?? waitsFor(sync, state, now);
}

/** What keeps it from sending whatever is due, the most lasting first. */
function keptFrom(
  sync: Sync,
  { destination, pause, shareFrom, lastRunEndedAt }: SyncState,
  now: Date,
): SyncIdle | null {
  const rest = restOf(sync, now);
  if (!sync.enabled)
    return idle('disabled', 'The sync is disabled. What becomes due waits.', sync.updatedAt, null);
  if (rest?.reason === 'paused') return idle('paused', rest.message, rest.since, rest.until);
  if (sync.brakeState) return idle('braked', sync.brakeState.message, new Date(sync.brakeState.at), null);
  if (!destination.enabled) {
    const message = 'The destination is disabled. What becomes due waits.';
    return idle('destination-disabled', message, destination.updatedAt, null);
  }
  if (destination.needsSignIn) {
    const message = destination.message ?? pause?.reason ?? 'The destination cannot sign in.';
    return idle('needs-sign-in', message, pause?.since ?? destination.updatedAt, pause?.until ?? null);
  }
  if (pause) return idle('destination-paused', pause.reason, pause.since, pause.until);
  if (rest) return idle(rest.reason, rest.message, rest.since, rest.until);
  if (shareFrom) {
    const message = 'The sync has used its share of the day’s calls. What becomes due waits.';
    return idle('share-used', message, lastRunEndedAt ?? sync.createdAt, shareFrom);
  }
  return null;
}

function waitsFor(sync: Sync, state: SyncState, now: Date): SyncIdle | null {
  if (state.hasOpenRun) return null;
  const since = state.lastRunEndedAt ?? sync.createdAt;
  const isDue = state.isOutdated || (state.dueAt !== null && state.dueAt <= now);
  if (!isDue) {
    const message = state.dueAt ? 'What is to be tried again is not due yet.' : 'Nothing is due.';
    return idle('nothing-due', message, since, state.dueAt);
  }
  const until = sync.schedule.mode === 'cron' ? nextRunAt(sync, now) : sync.nextSendAt;
  if (until !== null && until <= now) return null;
  return idle('not-yet', 'What is due waits for the next time of the sync.', since, until);
}

function idle(reason: SyncIdle['reason'], message: string, since: Date, until: Date | null): SyncIdle {
  return { reason, message, since, until };
}
