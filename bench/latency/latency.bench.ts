import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { decimals, print, progress, table, whole } from '../support/report.js';
import { median, quantile } from '../support/statistics.js';
import { deliveredSince, journeysOf, type Journey } from './journeys.js';
import { postAtPace } from './paced-load.js';
import { openWay, type Way } from './way.js';

/** Nobody of these is among the people of a backfill. */
const FIRST = 50_000_000;
const BACKFILL = 1_000_000;
const SECONDS = 60;
const PER_SECOND = 50;
const CALL_MS = 150;
/** A lead is looked up and written. */
const CALLS = 2;
const GRACE_MS = 500;
const WARM_UP_SECONDS = 5;
const EVERY_MS = 1_000;

interface Measured {
  readonly title: string;
  readonly journeys: readonly Journey[];
  /** The longest that was announced meanwhile. */
  readonly intervalMs: number;
  readonly backfillLeft: number;
}

interface Order {
  readonly backfill: number;
  readonly seconds: number;
  readonly callMs: number;
}

/** How long a lead takes from its post to the CRM, alone and with a large backfill beside it. */
export async function benchLatency(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string' }, seconds: { type: 'string' }, latency: { type: 'string' } },
  });
  const seconds = Number(values.seconds ?? SECONDS);
  const callMs = Number(values.latency ?? CALL_MS);
  const backfill = Number(values.rows ?? BACKFILL);
  const alone = await measure('alone', { backfill: 0, seconds, callMs });
  const beside = await measure(`beside a backfill of ${whole(backfill)}`, { backfill, seconds, callMs });
  report([alone, beside], seconds, callMs);
}

async function measure(title: string, { backfill, seconds, callMs }: Order): Promise<Measured> {
  const way = await openWay(backfill, callMs);
  try {
    await postAndFollow(way, FIRST, WARM_UP_SECONDS, `${title}, warm-up`);
    const first = FIRST + WARM_UP_SECONDS * PER_SECOND;
    const { dueAt, intervalMs } = await postAndFollow(way, first, seconds, title);
    const journeys = await journeysOf(way.database, first, dueAt, callMs);
    return { title, journeys, intervalMs, backfillLeft: await way.backfillLeft() };
  } finally {
    await way.remove();
  }
}

/** Posts leads and waits until all are delivered. */
async function postAndFollow(way: Way, first: number, seconds: number, title: string) {
  const count = seconds * PER_SECOND;
  const begun = new Date();
  const posting = postAtPace({ url: way.intake, first, count, perSecond: PER_SECOND });
  let intervalMs = 0;
  for (;;) {
    intervalMs = Math.max(intervalMs, (await way.interval()) * 1_000);
    const delivered = await deliveredSince(way.database, begun);
    const passed = (Date.now() - begun.getTime()) / 1_000;
    progress(
      `${title}: ${whole(delivered)} of ${whole(count)} leads delivered, ${whole(delivered / passed)} a second, ` +
        `${whole(Math.max(0, seconds - passed))} s of posting left`,
    );
    if (delivered >= count) return { dueAt: await posting, intervalMs };
    await pause(EVERY_MS);
  }
}

function report(measured: readonly Measured[], seconds: number, callMs: number): void {
  const rows = measured.flatMap(({ title, journeys }) => [
    line(
      `${title}, post to CRM`,
      journeys.map((one) => one.whole),
    ),
    line(
      '  post to due',
      journeys.map((one) => one.reading),
    ),
    line(
      '  due to claimed',
      journeys.map((one) => one.waiting),
    ),
    line(
      '  look-up and write',
      journeys.map((one) => one.sending),
    ),
  ]);
  print(
    `Milliseconds from a lead's post to the CRM's answer: ${PER_SECOND} leads a second for ${seconds} s, ${callMs} ms a call`,
    '',
    ...table(['', 'median', 'p95', 'most'], rows),
    '',
    ...measured.map(verdictOf(callMs)),
  );
}

function line(title: string, values: readonly number[]): string[] {
  return [title, whole(median(values)), whole(quantile(values, 0.95)), whole(Math.max(...values))];
}

function verdictOf(callMs: number): (measured: Measured) => string {
  return ({ title, journeys, intervalMs, backfillLeft }) => {
    const most = intervalMs + CALLS * callMs + GRACE_MS;
    const p95 = quantile(
      journeys.map((one) => one.whole),
      0.95,
    );
    const left = backfillLeft > 0 ? `; ${whole(backfillLeft)} of the backfill were still to come` : '';
    return (
      `${title}: p95 ${whole(p95)} ms, wanted at most ${whole(most)} ms ` +
      `(interval ${decimals(intervalMs / 1_000, 1)} s, ${CALLS} calls, ${GRACE_MS} ms)${left}`
    );
  };
}
