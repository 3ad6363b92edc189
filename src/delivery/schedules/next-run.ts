import { nextTime } from '../../platform/scheduling/index.js';
import type { Sync } from '../syncs/sync.entity.js';
import { restOf, type Resting } from './rest.js';

/** When a scheduled sync runs next: a time at which it rests is made up for when the rest ends. Null where nobody knows. */
export function nextRunAt(sync: Resting & Pick<Sync, 'enabled'>, now: Date): Date | null {
  const { schedule, enabled } = sync;
  if (!enabled || schedule.mode !== 'cron') return null;
  let at = nextTime(schedule.cron, schedule.timeZone, now);
  // A rest may end in another: a pause that ends in quiet hours.
  for (let rest = restOf(sync, at); rest; rest = restOf(sync, at)) {
    if (rest.until === null) return null;
    at = rest.until;
  }
  return at;
}
