import { randomBytes } from 'node:crypto';
import { loadSettings } from '../../../src/platform/config/index.js';
import { migrate, newId, openDatabase } from '../../../src/platform/database/index.js';
import { checkpoint, createDatabase, type BenchDatabase } from '../../support/databases.js';
import { decimals, print, progress, table, whole } from '../../support/report.js';
import { quantile } from '../../support/statistics.js';
import { UnderWay } from '../../support/under-way.js';
import { idOf, newLeads, type NumberedLead } from './arriving-lead.js';
import { BareLoop } from './bare-loop.js';
import { putLeads } from './present.js';
import { WholeMatcher } from './whole-matcher.js';

/** Parts of all leads that are there before the others arrive. */
const PRESENT = [0.01, 0.1, 0.9] as const;
const BATCH = 200;
/** They go in turn, so that what else the machine does falls on both alike. */
const ROUNDS = 10;
/** Leads with which the program is run once before it counts, so that the smallest size is not its first. */
const WARM_UP = 4_000;
const LEAST_RATIO = 0.6;

interface Taken {
  readonly leads: number;
  readonly milliseconds: number[];
  readonly candidates: number;
}

interface Measured {
  readonly present: number;
  readonly loop: Taken;
  readonly matcher: Taken;
}

/** Leads a second that arrive in batches on PostgreSQL, beside a loop that only finds candidates, scores and inserts. */
export async function benchArrivals(leads: number): Promise<void> {
  progress('warming up');
  await measure(WARM_UP / 2, WARM_UP);
  const measured: Measured[] = [];
  for (const part of PRESENT) measured.push(await measure(Math.round(leads * part), leads));
  report(measured);
}

async function measure(present: number, all: number): Promise<Measured> {
  const arriving = Math.max(BATCH, Math.min(present / 2, all / 10));
  const [there, coming] = split(present, arriving, all);
  progress(
    `${whole(present)} leads present (${whole(there.length)} nodes), ${whole(coming.length)} arrive that say something new`,
  );
  const workspaceId = newId();
  const one = await createDatabase('matcher');
  try {
    await prepare(one, workspaceId, there);
    const other = await createDatabase('loop', one);
    try {
      await checkpoint();
      return { present, ...(await race(one, other, workspaceId, coming)) };
    } finally {
      await other.drop();
    }
  } finally {
    await one.drop();
  }
}

/** Leads of the same people as those that are there, and of new ones. */
function split(present: number, arriving: number, all: number): [NumberedLead[], NumberedLead[]] {
  const there: NumberedLead[] = [];
  const coming: NumberedLead[] = [];
  const last = idOf(present, 'node');
  for (const lead of newLeads(present + arriving, all)) (lead.id < last ? there : coming).push(lead);
  return [there, coming];
}

async function prepare(
  database: BenchDatabase,
  workspaceId: string,
  there: readonly NumberedLead[],
): Promise<void> {
  const settings = settingsFor(database);
  const { dataSource, close } = await openDatabase(settings);
  await migrate(dataSource, settings);
  await dataSource.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Bench')`, [workspaceId]);
  await close();
  await putLeads(database.url, workspaceId, there);
}

async function race(
  one: BenchDatabase,
  other: BenchDatabase,
  workspaceId: string,
  coming: readonly NumberedLead[],
): Promise<Omit<Measured, 'present'>> {
  const database = await openDatabase(settingsFor(one));
  const loop = await BareLoop.open(other.url, workspaceId);
  const matcher = new WholeMatcher(database, workspaceId);
  const batches = Array.from({ length: Math.ceil(coming.length / BATCH) }, (_, index) =>
    coming.slice(index * BATCH, (index + 1) * BATCH),
  );
  const [byLoop, byMatcher]: [number[], number[]] = [[], []];
  const under = new UnderWay('arrived, by the loop and by the matcher', coming.length);
  try {
    const perRound = Math.ceil(batches.length / ROUNDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      const some = batches.slice(round * perRound, (round + 1) * perRound);
      for (const batch of some) byLoop.push(await timed(() => loop.take(batch)));
      for (const batch of some) byMatcher.push(await timed(() => matcher.take(batch)));
      under.add(some.flat().length);
    }
  } finally {
    await loop.close();
    await database.close();
  }
  const leads = coming.length;
  return {
    loop: { leads, milliseconds: byLoop, candidates: loop.candidates },
    matcher: { leads, milliseconds: byMatcher, candidates: matcher.candidates },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function settingsFor({ url }: BenchDatabase) {
  return loadSettings({ DATABASE_URL: url, SECRETS_KEY: randomBytes(32).toString('base64') });
}

function report(measured: readonly Measured[]): void {
  const rows = measured.map(({ present, loop, matcher }) => [
    `${whole(present)} leads present`,
    whole(matcher.milliseconds.length),
    decimals(matcher.candidates / matcher.leads, 1),
    whole(rateOf(loop)),
    whole(rateOf(matcher)),
    decimals(quantile(loop.milliseconds, 0.99), 0),
    decimals(quantile(matcher.milliseconds, 0.5), 0),
    decimals(quantile(matcher.milliseconds, 0.99), 0),
    decimals(rateOf(matcher) / rateOf(loop)),
  ]);
  const head = [
    '',
    'batches',
    'candidates a lead',
    'loop, leads/s',
    'matcher, leads/s',
    'loop p99 ms',
    'matcher p50 ms',
    'p99 ms a batch',
    'ratio',
  ];
  const last = measured.at(-1);
  print(
    `Arriving in batches of ${BATCH} on PostgreSQL: the matcher with all it keeps, beside a loop that only finds candidates, scores and inserts`,
    '',
    ...table(head, rows),
    '',
  );
  if (last)
    print(
      `With ${whole(last.present)} leads present the matcher is ${decimals(rateOf(last.matcher) / rateOf(last.loop))} times as fast as the loop (at least ${decimals(LEAST_RATIO, 1)}).`,
    );
}

function rateOf({ leads, milliseconds }: Taken): number {
  return (leads / milliseconds.reduce((sum, one) => sum + one, 0)) * 1_000;
}
