import { parseArgs } from 'node:util';
import { destinationNamed, destinations, type Filled } from './destinations.js';

export interface Options {
  readonly rows: number;
  readonly destinations: readonly Filled[];
  readonly latencies: readonly number[];
  readonly memory: boolean;
}

const ROWS = 20_000;
const ROWS_FOR_MEMORY = 1_000_000;
const LATENCIES = [0, 150] as const;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      destination: { type: 'string' },
      latency: { type: 'string' },
      memory: { type: 'boolean', default: false },
    },
  });
  const { rows, destination, latency, memory } = values;
  const all = memory ? [destinationNamed('salesforce')] : destinations;
  return {
    memory,
    rows: rows === undefined ? (memory ? ROWS_FOR_MEMORY : ROWS) : whole('rows', rows),
    destinations: destination === undefined ? all : [destinationNamed(destination)],
    latencies: latency === undefined ? LATENCIES : [whole('latency', latency)],
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} must be a whole number, not ${text}.`);
}
