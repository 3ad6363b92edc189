import type { SystemLimits } from '../../systems/index.js';
import { planActions, type PlanAction } from './plan-content.js';

export type PlanCounts = Readonly<Record<PlanAction, number>>;

/** API calls that applying a plan takes, by what they are for. */
export interface PlannedCalls {
  /** Each record is read again before it is written. */
  readonly lookUps: number;
  readonly creates: number;
  readonly updates: number;
  readonly removals: number;
  readonly total: number;
}

/** What applying a plan of so many records takes at most: it goes by action, as batches are claimed. */
export function callsOf(counts: PlanCounts, { writeBatch }: Pick<SystemLimits, 'writeBatch'>): PlannedCalls {
  const read = new Set<number>();
  const touched = new Map<PlanAction, number>();
  let start = 0;
  for (const action of planActions.toSorted()) {
    if (action === 'unknown' || counts[action] === 0) continue;
    const end = start + counts[action];
    const batches = range(Math.floor(start / writeBatch), Math.floor((end - 1) / writeBatch));
    touched.set(action, batches.length);
    if (action !== 'unchanged') for (const batch of batches) read.add(batch);
    start = end;
  }
  const calls = (action: PlanAction) => touched.get(action) ?? 0;
  const [creates, updates, removals] = [calls('create'), calls('update'), calls('remove')];
  return { lookUps: read.size, creates, updates, removals, total: read.size + creates + updates + removals };
}

/**
 * Seconds that these calls take: as long as the calls themselves with so many at once, and no less than it takes to
 * save them up where the sync lives on a share of the day's calls.
 */
export function secondsOf(
  calls: number,
  { secondsACall, atOnce, savingUp }: { secondsACall: number; atOnce: number; savingUp: number },
): number {
  return calls === 0 ? 0 : Math.ceil(Math.max((calls * secondsACall) / atOnce, savingUp));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
