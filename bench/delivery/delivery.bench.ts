import type { CounterSnapshot } from '../../src/sandbox/index.js';
import { decimals, print, progress, table, whole } from '../support/report.js';
import { startStandIn } from '../support/stand-in.js';
import { bareLoop, preparedBy } from './bare-loop.js';
import { callColumns, callsOf } from './calls.js';
import type { Filled } from './destinations.js';
import { makeDue, sendAll } from './due-people.js';
import { benchMemory } from './memory.js';
import { readOptions } from './options.js';

const WANTED_AT_ONCE = 0.5;
const WANTED_AT_A_DISTANCE = 0.9;

interface Measured {
  readonly type: string;
  readonly latencyMs: number;
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly counters: CounterSnapshot;
}

/** Records a second through the product beside a loop without state, what that costs in calls, and in memory. */
export async function benchDelivery(args: readonly string[]): Promise<void> {
  const { rows, destinations, latencies, memory } = readOptions(args);
  if (memory) {
    for (const filled of destinations) await benchMemory(filled, rows, latencies[0] ?? 0);
    return;
  }
  const measured: Measured[] = [];
  for (const filled of destinations) {
    for (const latencyMs of latencies) {
      progress(`${filled.type}, ${latencyMs} ms a call`);
      measured.push(await measure(filled, rows, latencyMs));
    }
  }
  report(measured, rows);
}

/** The loop writes to a sandbox of its own, what the product sent just before. */
async function measure(filled: Filled, rows: number, latencyMs: number): Promise<Measured> {
  const settings = { ...filled.sandbox, latencyMs };
  const standIn = await startStandIn(filled.type, settings);
  try {
    const due = await makeDue(filled, standIn, rows);
    try {
      const seconds = await sendAll(due, rows);
      const counters = await standIn.counters();
      if (counters.violations > 0) throw new Error(counters.lastViolations.join('; '));
      const other = await startStandIn(filled.type, settings);
      try {
        const bareSeconds = await bareLoop(filled, other, await preparedBy(due.database));
        return { type: filled.type, latencyMs, seconds, bareSeconds, counters };
      } finally {
        await other.stop();
      }
    } finally {
      await due.remove();
    }
  } finally {
    await standIn.stop();
  }
}

function report(measured: readonly Measured[], rows: number): void {
  const named = ({ type, latencyMs }: Measured) => `${type}, ${latencyMs} ms`;
  const rates = measured.map((one) => [
    named(one),
    whole(rows / one.seconds),
    whole(rows / one.bareSeconds),
    decimals(one.bareSeconds / one.seconds),
    decimals(one.latencyMs === 0 ? WANTED_AT_ONCE : WANTED_AT_A_DISTANCE, 1),
  ]);
  print(
    `${whole(rows)} due records: records a second through the product, and by a loop that looks up and writes the same`,
    'batches through the same connector, as many at once and within the same windows of the vendor, with no state',
    '',
    ...table(['', 'product', 'loop', 'ratio', 'wanted'], rates),
    '',
    'Calls of the product as the sandbox counted them; the ratio is of look-ups and writes (at most 1.05)',
    '',
    ...table(
      ['', ...callColumns],
      measured.map((one) => [named(one), ...callsOf(one.type, rows, one.counters)]),
    ),
  );
}
