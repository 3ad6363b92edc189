import { setTimeout as pause } from 'node:timers/promises';
import { populateProfiles } from '../pipeline/population.js';
import { createDatabase, checkpoint, type BenchDatabase } from '../support/databases.js';
import { makeFirstPerson } from '../support/first-person.js';
import { makeSource, startService, type BenchService } from '../support/service.js';
import type { BenchStandIn } from '../support/stand-in.js';
import { UnderWay } from '../support/under-way.js';
import type { Filled } from './destinations.js';

const POLL_MS = 200;
/** A schedule that begins nothing by itself while a measurement lasts. */
const RARELY = { mode: 'cron', cron: '0 0 29 2 *', timeZone: 'UTC' };

/** An installation with a sync for which everybody is due, as after its backfill, and nobody was sent yet. */
export interface DuePeople {
  readonly database: BenchDatabase;
  readonly service: BenchService;
  readonly syncId: string;
  remove(): Promise<void>;
}

export async function makeDue(
  filled: Filled,
  standIn: BenchStandIn,
  rows: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<DuePeople> {
  const database = await createDatabase('delivery');
  const service = await startService(database, 'all', environment);
  await makeFirstPerson(database, service.url + (await makeSource(service)));
  // One is there already, whose copies the others are.
  await populateProfiles(database, rows - 1);
  const syncId = await makeSync(service, filled, standIn);
  await database.query(
    `INSERT INTO delivery (workspace_id, id, sync_id, profile_id, status, wanted_version, due_at, backfill)
     SELECT p.workspace_id, new_id(), s.id, p.id, 'due', p.version, now(), true
     FROM sync s JOIN profile p ON p.workspace_id = s.workspace_id`,
  );
  await database.query(`VACUUM ANALYZE delivery`);
  await checkpoint();
  return {
    database,
    service,
    syncId,
    remove: async () => {
      await service.stop();
      await database.drop();
    },
  };
}

async function makeSync(
  service: BenchService,
  { type, object, target, config }: Filled,
  standIn: BenchStandIn,
): Promise<string> {
  const { id: destinationId } = await service.call<{ id: string }>('POST', '/api/v1/destinations', {
    type,
    name: type,
    config: { ...standIn.config, ...config },
    credentials: standIn.credentials,
  });
  const { id } = await service.call<{ id: string }>('POST', '/api/v1/syncs', {
    name: 'Everybody',
    destinationId,
    object,
    ...(target && { target }),
    schedule: RARELY,
    backfill: 'new-only',
    landing: null,
    enabled: true,
  });
  return id;
}

const RUN = `
  SELECT ended_at IS NOT NULL AS "isOver", created + unchanged + held + rejected + waiting + accepted + unknown AS received
  FROM run WHERE id = $1`;

/**
 * Sends everybody in one run; answers how many seconds passed until all were handed over. Its progress is read from
 * its row alone: what the API shows of it is counted anew each time, which is no part of the sending.
 */
export async function sendAll({ service, database, syncId }: DuePeople, rows: number): Promise<number> {
  const underWay = new UnderWay('records sent', rows);
  const from = performance.now();
  const { runId } = await service.call<{ runId: string }>('POST', `/api/v1/syncs/${syncId}/run`);
  let told = 0;
  for (;;) {
    const [run] = await database.query<{ isOver: boolean; received: number }>(RUN, [runId]);
    const received = Math.min(run?.received ?? 0, rows);
    underWay.add(received - told);
    told = received;
    if (run?.isOver) break;
    await pause(POLL_MS);
  }
  const seconds = (performance.now() - from) / 1_000;
  await checkSent(database);
  return seconds;
}

/** A rate of what was held or rejected would say nothing. */
async function checkSent(database: BenchDatabase): Promise<void> {
  const others = await database.query<{ status: string; count: number; error: string | null }>(
    `SELECT status, count(*)::integer AS count, min(coalesce(error ->> 'message', hold_message)) AS error
     FROM delivery WHERE status NOT IN ('delivered', 'accepted') GROUP BY status`,
  );
  if (others.length === 0) return;
  const listed = others.map(({ status, count, error }) => `${count} ${status} (${error})`).join(', ');
  throw new Error(`Not everybody was sent: ${listed}`);
}
