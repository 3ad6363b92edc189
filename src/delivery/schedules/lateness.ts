import { nextTime } from '../../platform/scheduling/index.js';

/** A run that begins so long after its time is late. */
const LATE_AFTER_MS = 60_000;
/** More are not counted: a schedule of each minute may have been missed for months. */
export const MISSED_AT_MOST = 100;

/** How many times of a schedule passed by now without a run, the first of which was at `dueAt`; 0 where it is on time. */
export function missedTimes(
  { cron, timeZone, dueAt }: { readonly cron: string; readonly timeZone: string; readonly dueAt: Date },
  now: Date,
): number {
  if (now.getTime() - dueAt.getTime() <= LATE_AFTER_MS) return 0;
  let missed = 0;
  for (let at = dueAt; at <= now && missed < MISSED_AT_MOST; at = nextTime(cron, timeZone, at)) missed += 1;
  return missed;
}

/** For people: what a run makes up for. */
export function latenessMessage(dueAt: Date, startedAt: Date, missed: number): string {
  const late = Math.round((startedAt.getTime() - dueAt.getTime()) / 60_000);
  const times = missed >= MISSED_AT_MOST ? `${MISSED_AT_MOST} or more times` : `${missed} times`;
  const first = `It was due at ${dueAt.toISOString()} and began ${duration(late)} late, since nothing ran at that time.`;
  return missed > 1 ? `${first} It makes up for ${times} that passed.` : first;
}

function duration(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
