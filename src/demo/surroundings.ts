import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../platform/config/index.js';
import {
  startDemandbaseSandbox,
  startDynamicsSandbox,
  startMarketoSandbox,
  startSalesforceSandbox,
  type DemandbaseSandbox,
  type DynamicsSandbox,
  type MarketoSandbox,
  type SalesforceSandbox,
} from '../sandbox/index.js';
import { startService } from '../service.js';
import { StoryClock } from './story-clock.js';

const SANDBOX_PORT = 4010;
/** As many as a Developer Edition of Salesforce has. */
const CALLS_A_DAY = 15_000;

export interface StandIns {
  readonly salesforce: SalesforceSandbox;
  readonly dynamics: DynamicsSandbox;
  readonly marketo: MarketoSandbox;
  readonly demandbase: DemandbaseSandbox;
}

/** The service and a stand-in for each system, running in this process. */
export interface Surroundings {
  readonly url: string;
  readonly adminKey: string;
  readonly directory: string;
  readonly standIns: StandIns;
  /** Of the service. */
  readonly clock: StoryClock;
  /** The port that was wanted and is taken; null when it was free. */
  readonly takenPort: number | null;
  /** Stops all and removes the data. */
  close(): Promise<void>;
}

/**
 * Starts all with a data directory of their own. Of the environment only `PORT` counts, so that a demo never
 * touches a database that is in use.
 */
export async function startSurroundings(environment: NodeJS.ProcessEnv): Promise<Surroundings> {
  const { PORT: wanted } = loadSettings({ PORT: environment.PORT });
  const port = await freePort(wanted);
  const directory = await mkdtemp(join(tmpdir(), 'tributary-demo-'));
  const adminKey = `tributary_demo_${randomBytes(24).toString('base64url')}`;
  const closing: (() => Promise<void>)[] = [() => rm(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const step of closing.splice(0).toReversed()) await step();
  };
  try {
    const standIns = await startStandIns(closing);
    const clock = new StoryClock();
    const service = await startService(
      loadSettings({
        PORT: String(port),
        DATA_DIR: directory,
        ADMIN_API_KEY: adminKey,
        ALLOW_PRIVATE_NETWORK: 'true',
        LOG_LEVEL: 'error',
      }),
      clock,
    );
    closing.push(() => service.close());
    const takenPort = port === wanted ? null : wanted;
    return { url: service.url ?? '', adminKey, directory, standIns, clock, takenPort, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startStandIns(closing: (() => Promise<void>)[]): Promise<StandIns> {
  const started = async <T extends { close(): Promise<void> }>(
    number: number,
    start: (port: number) => Promise<T>,
  ): Promise<T> => {
    const standIn = await start(await freePort(SANDBOX_PORT + number));
    closing.push(() => standIn.close());
    return standIn;
  };
  return {
    salesforce: await started(0, (port) =>
      startSalesforceSandbox({ port, callLimit: CALLS_A_DAY, customFields: true }),
    ),
    dynamics: await started(1, (port) => startDynamicsSandbox({ port })),
    marketo: await started(2, (port) => startMarketoSandbox({ port })),
    demandbase: await started(3, (port) => startDemandbaseSandbox({ port })),
  };
}

/** The port itself when nobody listens there, else 0, which takes any. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) =>
      code === 'EADDRINUSE' || code === 'EACCES'
        ? resolve(0)
        : reject(new Error(`Port ${port} cannot be used: ${code}`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
