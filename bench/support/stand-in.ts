import type { CounterSnapshot } from '../../src/sandbox/index.js';
import { start } from './processes.js';

const CHILD = new URL('./stand-in-child.js', import.meta.url);

/** A vendor's sandbox in its own process, and what a destination needs to reach it. */
export interface BenchStandIn {
  readonly type: string;
  readonly url: string;
  readonly config: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
  counters(): Promise<CounterSnapshot>;
  stop(): Promise<void>;
}

/** Starts the sandbox of a system with these settings. */
export async function startStandIn(
  type: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<BenchStandIn> {
  const { said, stop } = await start(CHILD, [type], {}, /^stand-in (.+)$/m);
  const reached = JSON.parse(said[1] ?? '') as Pick<BenchStandIn, 'url' | 'config' | 'credentials'>;
  const control = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${reached.url}/sandbox${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.ok) return (await response.json()) as Answer;
    throw new Error(`The ${type} sandbox answered ${response.status} to ${path}: ${await response.text()}`);
  };
  await control('PUT', '/settings', settings);
  return { type, ...reached, stop, counters: () => control('GET', '/counters') };
}
