import { checkpoint, createDatabase, type BenchDatabase } from '../support/databases.js';
import { LoadGenerator, type LoadResult } from '../support/load.js';
import { start } from '../support/processes.js';
import { decimals, print, progress, table, whole } from '../support/report.js';
import { makeSource, POOL_SIZE, startService } from '../support/service.js';
import { median } from '../support/statistics.js';
import { untilRead } from './until-read.js';

const CONNECTIONS = 64;
const RUNS = 5;
const SECONDS = 5;
const WARM_UP_SECONDS = 4;
const WANTED_RATIO = 2;

/** A server under load, and where its leads are posted. */
interface Contestant {
  readonly name: string;
  readonly address: string;
  /** Lets it finish what a run left over, so that the next run has the machine to itself. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Acknowledged leads per second of the intake, beside one INSERT a request. */
export async function benchIntake(): Promise<void> {
  const load = new LoadGenerator();
  try {
    const [bare, web] = await measure(load, [startBaseline, () => startIntake('web')]);
    const [all] = await measure(load, [() => startIntake('all')]);
    if (bare && web && all) report(bare, web, all);
  } finally {
    load.stop();
  }
}

interface Measured {
  readonly name: string;
  readonly runs: readonly LoadResult[];
}

/** Runs all of them in turn, again and again, so that what else the machine does falls on each alike. */
async function measure(
  load: LoadGenerator,
  starts: readonly (() => Promise<Contestant>)[],
): Promise<Measured[]> {
  const contestants: Contestant[] = [];
  try {
    for (const begin of starts) contestants.push(await begin());
    for (const contestant of contestants) await run(load, contestant, WARM_UP_SECONDS, 'warm-up');
    const runs = contestants.map((): LoadResult[] => []);
    for (let round = 1; round <= RUNS; round += 1) {
      for (const [index, contestant] of contestants.entries()) {
        runs[index]?.push(await run(load, contestant, SECONDS, `run ${round}`));
      }
    }
    return contestants.map(({ name }, index) => ({ name, runs: runs[index] ?? [] }));
  } finally {
    for (const contestant of contestants) await contestant.stop();
  }
}

let leadsSent = 0;

async function run(
  load: LoadGenerator,
  contestant: Contestant,
  seconds: number,
  label: string,
): Promise<LoadResult> {
  await contestant.settle();
  await checkpoint();
  const result = await load.run({
    url: contestant.address,
    connections: CONNECTIONS,
    title: 'now',
    leads: { from: leadsSent, seconds },
  });
  leadsSent += result.acknowledged;
  progress(`${contestant.name}, ${label}: ${whole(rate(result))} leads/s`);
  return result;
}

async function startBaseline(): Promise<Contestant> {
  const database = await createDatabase('plain');
  const server = await start(
    new URL('./baseline-server.js', import.meta.url),
    [],
    { DATABASE_URL: database.url, POOL_SIZE: String(POOL_SIZE) },
    /listening on (\S+)/,
  );
  return {
    name: 'one INSERT a request',
    address: `${server.said[1]}/leads`,
    settle: async () => undefined,
    stop: () => end(server, database),
  };
}

async function startIntake(role: 'web' | 'all'): Promise<Contestant> {
  const database = await createDatabase(role);
  const service = await startService(database, role);
  return {
    name: role === 'web' ? 'intake' : 'intake, reading as well',
    address: service.url + (await makeSource(service)),
    settle: () => (role === 'all' ? untilRead(database) : Promise.resolve()),
    stop: () => end(service, database),
  };
}

async function end(server: { stop(): Promise<void> }, database: BenchDatabase): Promise<void> {
  await server.stop();
  await database.drop();
}

function report(bare: Measured, web: Measured, all: Measured): void {
  const rows = [bare, web, all].map(({ name, runs }) => [
    name,
    ...runs.map((one) => whole(rate(one))),
    whole(median(runs.map(rate))),
    decimals(median(runs.map(({ medianMs }) => medianMs)), 1),
    decimals(median(runs.map(({ slowestPercentMs }) => slowestPercentMs)), 1),
  ]);
  const numbers = bare.runs.map((_, index) => `run ${index + 1}`);
  const ratio = median(web.runs.map(rate)) / median(bare.runs.map(rate));
  print(
    `Acknowledged leads per second: ${CONNECTIONS} connections, ${POOL_SIZE} to PostgreSQL, ${RUNS} alternating runs of ${SECONDS} s`,
    '',
    ...table(['', ...numbers, 'median', 'p50 ms', 'p99 ms'], rows),
    '',
    `The intake acknowledges ${decimals(ratio)} times as many as one INSERT a request (wanted: ${decimals(WANTED_RATIO, 1)}).`,
  );
}

function rate({ acknowledged, seconds }: LoadResult): number {
  return acknowledged / seconds;
}
