import { setTimeout as pause } from 'node:timers/promises';
import { populateProfiles } from '../pipeline/population.js';
import { createDatabase, checkpoint, type BenchDatabase } from '../support/databases.js';
import { makeFirstPerson } from '../support/first-person.js';
import { makeSource, startService, type BenchService } from '../support/service.js';
import { startStandIn, type BenchStandIn } from '../support/stand-in.js';

/** More than is used: the interval is then the shortest. */
const CALLS_A_DAY = 10_000_000;
const POLL_MS = 250;

/** An installation with a continuous sync to Salesforce. */
export interface Way {
  readonly database: BenchDatabase;
  /** Where leads are posted. */
  readonly intake: string;
  /** Seconds between two sends, as they are announced now. */
  interval(): Promise<number>;
  /** People that were there before the sync and wait to be sent. */
  backfillLeft(): Promise<number>;
  remove(): Promise<void>;
}

/** `backfill`: people who are there before the sync is made, who are then sent while leads arrive. */
export async function openWay(backfill: number, latencyMs: number): Promise<Way> {
  const database = await createDatabase('latency');
  const standIn = await startStandIn('salesforce', { callLimit: CALLS_A_DAY, latencyMs });
  const service = await startService(database, 'all');
  const intake = service.url + (await makeSource(service));
  await makeFirstPerson(database, intake);
  if (backfill > 1) await populateProfiles(database, backfill - 1);
  await checkpoint();
  const syncId = await makeSync(service, standIn);
  await untilBegun(database, backfill > 1);
  return {
    database,
    intake,
    interval: async () =>
      (await service.call<{ pace: { intervalSeconds: number } }>('GET', `/api/v1/syncs/${syncId}`)).pace
        .intervalSeconds,
    backfillLeft: async () => {
      const [sent] = await database.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM delivery WHERE status = 'delivered' AND backfill`,
      );
      return backfill - (sent?.count ?? 0);
    },
    remove: async () => {
      await service.stop();
      await standIn.stop();
      await database.drop();
    },
  };
}

async function makeSync(service: BenchService, { config, credentials }: BenchStandIn): Promise<string> {
  const { id: destinationId } = await service.call<{ id: string }>('POST', '/api/v1/destinations', {
    type: 'salesforce',
    name: 'Salesforce',
    config,
    credentials,
  });
  const { id } = await service.call<{ id: string }>('POST', '/api/v1/syncs', {
    name: 'Leads',
    destinationId,
    object: 'lead',
    schedule: { mode: 'continuous' },
    enabled: true,
  });
  return id;
}

/** The first has been delivered; a backfill has come so far that its jobs are under way. */
async function untilBegun(database: BenchDatabase, withBackfill: boolean): Promise<void> {
  const wanted = withBackfill ? `status IN ('accepted', 'sending')` : `status = 'delivered'`;
  for (;;) {
    const [found] = await database.query<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM delivery WHERE ${wanted}) AS some`,
    );
    if (found?.some) return;
    await pause(POLL_MS);
  }
}
