import { checkpoint } from '../support/databases.js';
import { LoadGenerator } from '../support/load.js';
import { decimals, print, progress, table, whole } from '../support/report.js';
import { median } from '../support/statistics.js';
import { install, untilDelivered, type Installation } from './installation.js';
import { bringOver, populate } from './population.js';

const BASES = [10_000, 500_000] as const;
const ROUNDS = 5;
const LEADS = 5_000;
/** One lead in so many is from a person who is known. */
const KNOWN = 5;
const CONNECTIONS = 16;
const MOST_RATIO = 1.3;
const WARM_UP = 0;

interface Round {
  readonly seconds: number;
  readonly callsPerLead: number;
}

interface Measured {
  readonly base: number;
  readonly rounds: Round[];
}

/** Leads per second from their post to the sandbox, and what the size of the base does to it. */
export async function benchPipeline(): Promise<void> {
  const load = new LoadGenerator();
  const installations: Installation[] = [];
  try {
    for (const base of BASES) {
      const installation = await install(`base_${base}`);
      installations.push(installation);
      await prepare(load, installation, base);
    }
    report(await measure(load, installations));
  } finally {
    load.stop();
    for (const installation of installations) await installation.remove();
  }
}

/** One person goes the whole way and is then copied. */
async function prepare(load: LoadGenerator, installation: Installation, base: number): Promise<void> {
  await load.run({ url: installation.intake, connections: 1, leads: { of: [0] }, title: 'before' });
  await untilDelivered(installation);
  await populate(installation, base);
  const known = Array.from({ length: ROUNDS + 1 }, (_, round) => knownIn(round, base)).flat();
  await bringOver(installation, known);
}

/** The rounds go in turn, so that what else the machine does falls on each base alike. */
async function measure(load: LoadGenerator, installations: readonly Installation[]): Promise<Measured[]> {
  const measured = BASES.map((base): Measured => ({ base, rounds: [] }));
  for (let round = WARM_UP; round <= ROUNDS; round += 1) {
    for (const [index, installation] of installations.entries()) {
      const one = measured[index];
      if (!one) continue;
      const result = await run(load, installation, peopleIn(round, one.base));
      if (round > WARM_UP) one.rounds.push(result);
      progress(
        `${whole(one.base)} profiles, ${round > WARM_UP ? `round ${round}` : 'warm-up'}: ${whole(LEADS / result.seconds)} leads/s`,
      );
    }
  }
  return measured;
}

async function run(
  load: LoadGenerator,
  installation: Installation,
  people: readonly number[],
): Promise<Round> {
  await checkpoint();
  const callsBefore = await installation.sandbox.calls();
  const from = performance.now();
  await load.run({ url: installation.intake, connections: CONNECTIONS, leads: { of: people }, title: 'now' });
  await untilDelivered(installation);
  const seconds = (performance.now() - from) / 1_000;
  const calls = (await installation.sandbox.calls()) - callsBefore;
  await checkDelivered(installation);
  return { seconds, callsPerLead: calls / people.length };
}

/** A rate of what was held or rejected would say nothing. */
async function checkDelivered({ database }: Installation): Promise<void> {
  const others = await database.query<{ status: string; count: number }>(
    `SELECT status, count(*)::integer AS count FROM delivery WHERE status <> 'delivered' GROUP BY status`,
  );
  if (others.length > 0)
    throw new Error(
      `Not everything was delivered: ${others.map((o) => `${o.count} ${o.status}`).join(', ')}`,
    );
}

/** New people and known ones, mixed. */
function peopleIn(round: number, base: number): number[] {
  const known = knownIn(round, base);
  const firstNew = base + 1 + round * LEADS;
  return Array.from({ length: LEADS }, (_, index) =>
    index % KNOWN === 0 ? (known[index / KNOWN] ?? 0) : firstNew + index,
  );
}

/** People spread over the whole base, each in one round only. */
function knownIn(round: number, base: number): number[] {
  const perRound = LEADS / KNOWN;
  const all = perRound * (ROUNDS + 1);
  return Array.from(
    { length: perRound },
    (_, index) => 1 + Math.floor(((index * (ROUNDS + 1) + round) * base) / all),
  );
}

function report(measured: readonly Measured[]): void {
  const seconds = measured.map(({ rounds }) => median(rounds.map((round) => round.seconds)));
  const rows = measured.map(({ base, rounds }, index) => [
    `${whole(base)} profiles`,
    ...rounds.map((round) => whole(LEADS / round.seconds)),
    whole(LEADS / (seconds[index] ?? Number.NaN)),
    decimals(((seconds[index] ?? Number.NaN) * 1_000) / LEADS, 3),
    decimals(median(rounds.map(({ callsPerLead }) => callsPerLead)), 4),
  ]);
  const numbers = Array.from({ length: ROUNDS }, (_, index) => `round ${index + 1}`);
  const [small = Number.NaN, large = Number.NaN] = seconds;
  print(
    `Leads per second from post to sandbox: ${ROUNDS} alternating rounds of ${whole(LEADS)} leads, one in ${KNOWN} from a known person`,
    '',
    ...table(['', ...numbers, 'median', 'ms a lead', 'API calls a lead'], rows),
    '',
    `A lead costs ${decimals(large / small)} times as much with the larger base (at most ${decimals(MOST_RATIO, 1)}).`,
  );
}
