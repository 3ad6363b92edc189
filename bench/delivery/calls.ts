import { bulkOf, wayOf } from '../../src/delivery/dispatch/bulk.js';
import { systems, type SystemSession } from '../../src/systems/index.js';
import type { CounterSnapshot } from '../../src/sandbox/index.js';
import { decimals, whole } from '../support/report.js';

export const callColumns = [
  'look-ups',
  'at least',
  'writes',
  'at least',
  'ratio',
  'sign-ins',
  'descriptions',
  'job calls',
] as const;

/** What the vendor would have counted beside the least that the rows, all of them new, can be had for. */
export function callsOf(type: string, rows: number, counters: CounterSnapshot): string[] {
  const least = leastCalls(type, rows);
  const made = { lookUps: counters.lookUps, writes: counters.writes + (least.asJobs ? counters.jobs : 0) };
  return [
    whole(made.lookUps),
    whole(least.lookUps),
    `${whole(made.writes)}${least.asJobs ? ' jobs' : ''}`,
    whole(least.writes),
    decimals((made.lookUps + made.writes) / (least.lookUps + least.writes)),
    whole(counters.signIns),
    whole(counters.describes),
    whole(counters.jobCalls),
  ];
}

interface Least {
  readonly lookUps: number;
  readonly writes: number;
  readonly asJobs: boolean;
}

function leastCalls(type: string, rows: number): Least {
  const definition = systems[type];
  if (!definition) throw new Error(`There is no system ${type}.`);
  const { limits } = definition;
  const takesJobs: Pick<SystemSession, 'writeJob'> = limits.job
    ? { writeJob: () => Promise.resolve(new Map()) }
    : {};
  const bulk = bulkOf(takesJobs, limits);
  const inBulk = bulk !== null && wayOf(bulk, { fresh: 0, all: rows }, false) !== 'calls';
  return {
    // Members of a Demandbase list are told by our own key: nothing is looked up.
    lookUps: type === 'demandbase' ? 0 : Math.ceil(rows / limits.lookUpBatch),
    writes: Math.ceil(rows / (inBulk ? bulk.rows : limits.writeBatch)),
    asJobs: inBulk && bulk.by === 'job',
  };
}
