import type { Destination } from '../destinations/destination.entity.js';
import { restOf, type Resting } from '../schedules/rest.js';
import type { Sync } from '../syncs/sync.entity.js';

/** A sync and its destination as they stood at some time. */
export interface Standing {
  readonly sync: Pick<Sync, 'id' | 'version'> & Resting;
  readonly destination: Pick<Destination, 'version'>;
}

/** Whether what was begun may go on: its sync may send by now, and all settings are those with which it began. */
export function stands({ sync, destination }: Standing, active: readonly Standing[], now: Date): boolean {
  return active.some(
    (one) =>
      one.sync.id === sync.id &&
      one.sync.version === sync.version &&
      one.destination.version === destination.version &&
      restOf(one.sync, now) === null,
  );
}
