import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from './api-client.js';
import { checkTenant } from './drill/checks.js';
import { Crew, type Role } from './drill/crew.js';
import { Load } from './drill/load.js';
import { settle } from './drill/settle.js';
import { makeTenant, type Tenant } from './drill/tenant.js';
import { inParallel, seeded, type Random } from './random.js';
import { makeSurroundings, startAndKill, type Surroundings } from './service.js';

export interface CrashDrill {
  readonly database: 'embedded' | 'postgres';
  readonly kills: number;
  /** One process each. */
  readonly roles?: readonly Role[];
  /**
   * Workspaces that take turns. On PostgreSQL a dead process keeps its leases for 30 s, so with one
   * workspace most kills would meet a process that waits.
   */
  readonly workspaces?: number;
  /** Longest time between two kills. */
  readonly lifeMs?: number;
  /** Starts that are killed before the first one that is not: while the database is still being made. */
  readonly firstStarts?: number;
}

/**
 * Posts leads without a break and kills the service again and again, then waits until everything has come
 * to its end and compares the ledger, the people and the systems with what was sent. The seed is printed;
 * `CRASH_SEED` sets it.
 */
export async function crashDrill(drill: CrashDrill): Promise<void> {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  const say = narrator();
  const random = seeded(seed);
  const isNew = drill.database === 'embedded' && drill.firstStarts;
  const surroundings = await makeSurroundings(isNew ? 'new-embedded' : drill.database);
  const crew = new Crew(surroundings, drill.roles ?? ['all']);
  const tenants: Tenant[] = [];
  try {
    say(`crash drill on ${drill.database}, seed ${seed}`);
    for (let start = 0; start < (drill.firstStarts ?? 0); start += 1)
      await startAndKill(surroundings, 500 + random() * 4_000);
    await crew.start();
    for (let number = 1; number <= (drill.workspaces ?? 1); number += 1)
      tenants.push(await makeTenant(apiOf(crew, surroundings), number));
    const load = new Load(random, tenants, () => crew.url);
    await killUnderLoad(drill, crew, load, tenants, random, say);
    say(`${load.acknowledged.length} of ${load.attempts.length} leads acknowledged; waiting for their end`);
    const workspaces = tenants.map((tenant) => ({
      tenant,
      syncId: tenant.syncId,
      api: new ApiClient(crew.url ?? '', tenant.key),
    }));
    await settle(workspaces);
    say('everything has come to its end; comparing');
    for (const { api, tenant } of workspaces)
      await checkTenant(
        api,
        tenant,
        load.attempts.filter((attempt) => attempt.tenant === tenant),
      );
    expect(load.acknowledged.length).toBeGreaterThan(drill.kills * 5);
  } catch (error) {
    say(`seed ${seed} failed; the service said last:\n${crew.output.slice(-4_000)}`);
    throw error;
  } finally {
    await crew.stop();
    await inParallel(tenants, 4, ({ sandbox }) => sandbox.close());
    await surroundings.remove();
  }
}

async function killUnderLoad(
  { kills, lifeMs = 2_000 }: CrashDrill,
  crew: Crew,
  load: Load,
  tenants: readonly Tenant[],
  random: Random,
  say: (what: string) => void,
): Promise<void> {
  load.start();
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      load.focus = tenants[kill % tenants.length] ?? load.focus;
      const afterMs = Math.round(150 + random() * (lifeMs - 150));
      await pause(afterMs);
      const who = await crew.killOne(random);
      say(`kill ${kill} of ${kills} after ${afterMs} ms (${who}); ${load.acknowledged.length} leads so far`);
    }
    await pause(500);
  } finally {
    await load.stop();
  }
}

function apiOf(crew: Crew, { environment }: Surroundings): ApiClient {
  return new ApiClient(crew.url ?? '', environment.ADMIN_API_KEY ?? '');
}

function narrator(): (what: string) => void {
  const began = Date.now();
  return (what) =>
    void process.stderr.write(
      `  ${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${what}\n`,
    );
}
