import type { SystemLimits } from '../../systems/index.js';
import { SHARE } from '../destinations/call-budget.js';
import type { QuotaForecast, QuotaOfKind } from './quota.dto.js';

/** What is due in a sync, and how its sends of late went. */
export interface DueWork {
  readonly records: number;
  /** Records and calls of its runs of a day. */
  readonly received: number;
  readonly calls: number;
  /** Records a second of the runs of the last minutes; null where there were none. */
  readonly perSecond: number | null;
  /** When it begins; in the past where it does already. */
  readonly beginsAt: Date;
}

/** So many records tell better than the sizes of batches how many calls one costs. */
const TELLING_RECORDS = 100;
const DAY_SECONDS = 86_400;

/** What the records that are due need of the day's calls, and when they are through at the present pace. */
export function forecast(
  work: readonly DueWork[],
  limits: Pick<SystemLimits, 'lookUpBatch' | 'writeBatch'>,
  ofDay: QuotaOfKind,
  now: Date,
): QuotaForecast {
  const due = work.filter(({ records }) => records > 0);
  const records = due.reduce((sum, one) => sum + one.records, 0);
  if (records === 0) return { records, calls: 0, fits: true, endsAt: null, message: 'Nothing is due.' };
  const calls = due.reduce((sum, one) => sum + callsFor(one, limits), 0);
  const fits = calls <= ofDay.left;
  const ends = due.map((one) => endOf(one, callsFor(one, limits), ofDay.limit, now));
  const atPace = new Date(Math.max(...ends.map((end) => end.getTime())));
  const endsAt = fits ? atPace : laterOf(atPace, ofDay.resetsAt);
  return { records, calls, fits, endsAt, message: messageOf(calls, ofDay.left, fits, endsAt) };
}

function callsFor(
  { records, received, calls }: DueWork,
  { lookUpBatch, writeBatch }: Pick<SystemLimits, 'lookUpBatch' | 'writeBatch'>,
): number {
  if (received >= TELLING_RECORDS) return Math.ceil((records * calls) / received);
  return Math.ceil(records / lookUpBatch) + Math.ceil(records / writeBatch);
}

/** Without a pace of its own it goes as fast as the day's calls allow. */
function endOf(
  { records, perSecond, beginsAt }: DueWork,
  calls: number,
  callsPerDay: number,
  now: Date,
): Date {
  const seconds = perSecond ? records / perSecond : calls / ((callsPerDay * SHARE) / DAY_SECONDS);
  return new Date(Math.max(beginsAt.getTime(), now.getTime()) + seconds * 1_000);
}

function laterOf(one: Date, other: Date | null): Date {
  return other && other > one ? other : one;
}

function messageOf(calls: number, left: number, fits: boolean, endsAt: Date): string {
  const [needed, available] = [calls, left].map((count) => count.toLocaleString('en-US'));
  const when = `${endsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return fits
    ? `This needs ${needed} of ${available} calls left and ends about ${when}.`
    : `This needs ${needed} calls and ${available} are left. It goes on as calls free up, and does not end before ${when}.`;
}
