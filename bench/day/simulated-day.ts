import { NestFactory } from '@nestjs/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../../src/app.module.js';
import { ensureFirstAdmin } from '../../src/access/index.js';
import { Dispatcher } from '../../src/delivery/dispatch/dispatcher.js';
import { DestinationService } from '../../src/delivery/destinations/destination.service.js';
import { SyncService } from '../../src/delivery/syncs/sync.service.js';
import { SourceService } from '../../src/intake/source.service.js';
import { Ledger } from '../../src/leads/index.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { Clock } from '../../src/platform/clock.js';
import { loadSettings, type Settings } from '../../src/platform/config/index.js';
import {
  migrate,
  openDatabase,
  outgrownTables,
  refreshStatistics,
  row,
  withLease,
  type OpenDatabase,
} from '../../src/platform/database/index.js';
import { JsonLogger } from '../../src/platform/telemetry/index.js';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../src/sandbox/index.js';
import { lettersOf } from '../support/lead.js';

const CALLS_A_DAY = 15_000;
const LEADS_A_SECOND = 1;
/** Sends after which it is looked whether a table has outgrown its statistics. */
const SENDS_BETWEEN_LOOKS = 50;

/** A clock that stands still until it is moved. */
class SimulatedClock extends Clock {
  private time = new Date('2026-01-01T00:00:00Z').getTime();

  override now(): Date {
    return new Date(this.time);
  }

  override async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }

  moveTo(date: Date): void {
    this.time = Math.max(this.time, date.getTime());
  }
}

export interface SimulatedDay {
  readonly leads: number;
  readonly delivered: number;
  readonly sends: number;
  /** As the sandbox counted them, sign-ins and descriptions included. */
  readonly calls: number;
  readonly callsAllowed: number;
  readonly longestIntervalSeconds: number;
  /** The most that a lead waited beyond the interval that was announced when it came, in seconds. */
  readonly worstOverrunSeconds: number;
}

/**
 * Runs one lead a second through reading, matching and delivery into the Salesforce sandbox, by a clock that
 * jumps from send to send, and counts what that costs an organisation of 15,000 calls a day.
 */
export async function simulateDay(hours: number): Promise<SimulatedDay> {
  const directory = await mkdtemp(join(tmpdir(), 'tributary-day-'));
  const settings = loadSettings({
    ...process.env,
    DATA_DIR: directory,
    ALLOW_PRIVATE_NETWORK: 'true',
    LOG_LEVEL: 'error',
  });
  const sandbox = await startSalesforceSandbox({ callLimit: CALLS_A_DAY });
  const database = await openDatabase(settings);
  const clock = new SimulatedClock();
  try {
    const app = await standStill(settings, database, clock);
    const day = await new Day(app, database, clock, sandbox).run(hours * 3_600);
    await app.close();
    return day;
  } finally {
    await database.close();
    await sandbox.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The application without its workers: the simulation decides when each does its work. */
async function standStill(
  settings: Settings,
  database: OpenDatabase,
  clock: Clock,
): Promise<INestApplicationContext> {
  await migrate(database.dataSource, settings);
  await ensureFirstAdmin(database.dataSource, settings);
  const still = Object.assign(Object.create(settings) as Settings, { TRIBUTARY_ROLE: 'web' });
  return NestFactory.createApplicationContext(AppModule.forRoot(still, database, clock), {
    logger: new JsonLogger('error'),
  });
}

class Day {
  private nextLead = 0;
  /** The oldest lead that is not delivered; none at first. */
  private firstWaiting: number | null = null;
  private sends = 0;
  private longestInterval = 0;
  private worstOverrun = -Infinity;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly database: OpenDatabase,
    private readonly clock: SimulatedClock,
    private readonly sandbox: SalesforceSandbox,
  ) {}

  async run(seconds: number): Promise<SimulatedDay> {
    const start = this.clock.now().getTime();
    const { workspaceId, sourceId, syncId } = await this.setUp();
    while (this.nextLead < seconds * LEADS_A_SECOND) {
      const sync = await this.sync(syncId);
      const arrivals = this.arrivalsUntil(sync.nextSendAt, start, seconds);
      await this.receive(workspaceId, sourceId, arrivals);
      const first = (this.firstWaiting ??= arrivals[0] ?? this.nextLead);
      const sentAt = this.clock.now().getTime();
      await this.app.get(Dispatcher, { strict: false }).dispatch(sync.subject);
      this.sends += 1;
      const waited = (sentAt - (start + first * 1_000)) / 1_000;
      this.worstOverrun = Math.max(this.worstOverrun, waited - sync.intervalSeconds);
      if ((await this.delivered(syncId)) === this.nextLead) this.firstWaiting = null;
      this.longestInterval = Math.max(this.longestInterval, sync.intervalSeconds);
      if (this.sends % SENDS_BETWEEN_LOOKS === 0) await this.keepStatistics();
      if (this.sends % 100 === 0) process.stderr.write(`\r${this.nextLead} leads, ${this.sends} sends`);
    }
    process.stderr.write('\n');
    return this.result(syncId);
  }

  /** What keeps them otherwise is a worker, and none runs here. */
  private async keepStatistics(): Promise<void> {
    const { manager } = this.database.dataSource;
    for (const table of await outgrownTables(manager)) await refreshStatistics(manager, table, true);
  }

  /** Moves the clock to the next send, or to the next lead if none came by then. */
  private arrivalsUntil(nextSendAt: Date, start: number, seconds: number): number[] {
    this.clock.moveTo(new Date(Math.max(nextSendAt.getTime(), start + this.nextLead * 1_000)));
    const arrivals: number[] = [];
    while (start + this.nextLead * 1_000 <= this.clock.now().getTime() && this.nextLead < seconds) {
      arrivals.push(this.nextLead);
      this.nextLead += 1;
    }
    return arrivals;
  }

  private async receive(workspaceId: string, sourceId: string, arrivals: readonly number[]): Promise<void> {
    const ledger = this.app.get(Ledger, { strict: false });
    const contentType = 'application/json';
    await Promise.all(
      arrivals.map((number) => ledger.receive({ workspaceId, sourceId, contentType, body: leadOf(number) })),
    );
    const pipeline = this.app.get(Pipeline, { strict: false });
    await withLease(this.database.dataSource, `matcher:${workspaceId}`, async (lease) => {
      while ((await pipeline.advance(workspaceId, lease)) > 0);
    });
  }

  private async setUp(): Promise<{ workspaceId: string; sourceId: string; syncId: string }> {
    const found = await row<{ id: string }>(this.database.dataSource.manager, `SELECT id FROM workspace`);
    const workspaceId = found?.id ?? '';
    const get = this.app.get.bind(this.app);
    const source = await get(SourceService, { strict: false }).create(workspaceId, {
      type: 'marketplace',
      name: 'Day',
    });
    const { clientId, clientSecret } = this.sandbox.app;
    const destination = await get(DestinationService, { strict: false }).create(workspaceId, {
      type: 'salesforce',
      name: 'Sandbox',
      config: { loginUrl: this.sandbox.url },
      credentials: { clientId, clientSecret },
    });
    const sync = await get(SyncService, { strict: false }).create(workspaceId, {
      name: 'Day',
      destinationId: destination.id,
      object: 'lead',
      schedule: { mode: 'continuous' },
      enabled: true,
    });
    return { workspaceId, sourceId: source.id, syncId: sync.id };
  }

  private async sync(id: string): Promise<{ nextSendAt: Date; intervalSeconds: number; subject: string }> {
    const found = await row<{ nextSendAt: Date; intervalSeconds: number; subject: string }>(
      this.database.dataSource.manager,
      `SELECT s.next_send_at AS "nextSendAt", s.interval_seconds AS "intervalSeconds",
         coalesce(d.organisation_key, 'destination:' || d.id) AS subject
       FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id) WHERE s.id = $1`,
      [id],
    );
    if (!found) throw new Error('The sync of the simulation is gone.');
    return found;
  }

  /** Leads whose people stand over there as they are now; a few of the invented ones are taken for one. */
  private async delivered(syncId: string): Promise<number> {
    const found = await row<{ count: number }>(
      this.database.dataSource.manager,
      `SELECT count(*)::integer AS count
       FROM lead_event e JOIN delivery d ON (d.workspace_id, d.profile_id) = (e.workspace_id, e.profile_id)
       WHERE d.sync_id = $1 AND d.status = 'delivered'`,
      [syncId],
    );
    return found?.count ?? 0;
  }

  private async result(syncId: string): Promise<SimulatedDay> {
    const counters = (await (await fetch(`${this.sandbox.url}/sandbox/counters`)).json()) as {
      calls: number;
    };
    return {
      leads: this.nextLead,
      delivered: await this.delivered(syncId),
      sends: this.sends,
      calls: counters.calls,
      callsAllowed: CALLS_A_DAY,
      longestIntervalSeconds: this.longestInterval,
      worstOverrunSeconds: this.worstOverrun,
    };
  }
}

function leadOf(number: number): Buffer {
  const letters = lettersOf(number);
  return Buffer.from(
    JSON.stringify({
      UserDetails: {
        FirstName: `Day${letters}`,
        LastName: `Lead${letters}`,
        Email: `${letters}@company-${letters}.example`,
      },
      LeadSource: 'AzureMarketplace-INS|contoso.crm',
    }),
  );
}
