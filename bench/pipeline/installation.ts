import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase, type BenchDatabase } from '../support/databases.js';
import { startSandbox, type BenchSandbox } from '../support/sandbox.js';
import { makeSource, startService, type BenchService } from '../support/service.js';

const POLL_MS = 50;

/** A whole installation: a database, the service with its workers, a sandbox, and a sync between them. */
export interface Installation {
  readonly database: BenchDatabase;
  readonly service: BenchService;
  readonly sandbox: BenchSandbox;
  /** Where leads are posted. */
  readonly intake: string;
  remove(): Promise<void>;
}

export async function install(label: string): Promise<Installation> {
  const database = await createDatabase(label);
  const sandbox = await startSandbox();
  const service = await startService(database, 'all');
  const intake = service.url + (await makeSource(service));
  await makeSync(service, sandbox);
  return {
    database,
    service,
    sandbox,
    intake,
    remove: async () => {
      await service.stop();
      await sandbox.stop();
      await database.drop();
    },
  };
}

async function makeSync(service: BenchService, { url, clientId, clientSecret }: BenchSandbox): Promise<void> {
  const { id: destinationId } = await service.call<{ id: string }>('POST', '/api/v1/destinations', {
    type: 'salesforce',
    name: 'Salesforce',
    config: { loginUrl: url },
    credentials: { clientId, clientSecret },
  });
  await service.call('POST', '/api/v1/syncs', {
    name: 'Leads',
    destinationId,
    object: 'lead',
    schedule: { mode: 'continuous' },
    enabled: true,
  });
}

/** Resolves when every lead that was received is read and everything due has been delivered. */
export async function untilDelivered({ database }: Installation): Promise<void> {
  for (;;) {
    const [left] = await database.query<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM lead_event WHERE status = 'received')
         OR EXISTS (SELECT FROM delivery WHERE status IN ('due', 'waiting', 'unknown'))
         OR EXISTS (SELECT FROM delivery WHERE status = 'sending') AS some`,
    );
    if (!left?.some) return;
    await pause(POLL_MS);
  }
}
