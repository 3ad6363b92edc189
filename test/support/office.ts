import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { ShownPlan, ShownPlanRecord } from '../../src/delivery/plans/plan.dto.js';
import type { PlanService } from '../../src/delivery/plans/plan.service.js';
import type { ShownRecord } from '../../src/delivery/records/record.dto.js';
import type { RecordService } from '../../src/delivery/records/record.service.js';
import type { SyncInput, SyncService } from '../../src/delivery/syncs/sync.service.js';
import type { AccountEditService } from '../../src/pipeline/accounts/account-edit.service.js';
import { Clock } from '../../src/platform/clock.js';
import type { OpenDatabase } from '../../src/platform/database/index.js';
import type { SystemDefinition } from '../../src/systems/index.js';
import { PaperSystem } from './paper-system.js';
import { makeSurroundings, type Surroundings } from './service.js';
import { marketplaceLead } from './set-up.js';

/** The built program: entities and migrations are found beside it. */
async function loadProgram() {
  const built = <M>(module: string): Promise<M> => import(`../../dist/src/${module}.js`) as Promise<M>;
  return {
    ...(await built<typeof import('../../src/app.module.js')>('app.module')),
    ...(await built<typeof import('../../src/access/index.js')>('access/index')),
    ...(await built<typeof import('../../src/delivery/dispatch/dispatcher.js')>(
      'delivery/dispatch/dispatcher',
    )),
    ...(await built<typeof import('../../src/delivery/destinations/destination.service.js')>(
      'delivery/destinations/destination.service',
    )),
    ...(await built<typeof import('../../src/delivery/landing/landing.proof.js')>(
      'delivery/landing/landing.proof',
    )),
    ...(await built<typeof import('../../src/delivery/plans/forgetting.js')>('delivery/plans/forgetting')),
    ...(await built<typeof import('../../src/delivery/plans/plan.maker.js')>('delivery/plans/plan.maker')),
    ...(await built<typeof import('../../src/delivery/plans/plan.queries.js')>(
      'delivery/plans/plan.queries',
    )),
    ...(await built<typeof import('../../src/delivery/plans/plan.service.js')>(
      'delivery/plans/plan.service',
    )),
    ...(await built<typeof import('../../src/delivery/records/record.service.js')>(
      'delivery/records/record.service',
    )),
    ...(await built<typeof import('../../src/delivery/runs/run.queries.js')>('delivery/runs/run.queries')),
    ...(await built<typeof import('../../src/delivery/syncs/sync.repository.js')>(
      'delivery/syncs/sync.repository',
    )),
    ...(await built<typeof import('../../src/delivery/syncs/sync.service.js')>(
      'delivery/syncs/sync.service',
    )),
    ...(await built<typeof import('../../src/intake/source.service.js')>('intake/source.service')),
    ...(await built<typeof import('../../src/leads/index.js')>('leads/index')),
    ...(await built<typeof import('../../src/pipeline/accounts/account-edit.service.js')>(
      'pipeline/accounts/account-edit.service',
    )),
    ...(await built<typeof import('../../src/pipeline/pipeline.js')>('pipeline/pipeline')),
    ...(await built<typeof import('../../src/platform/config/index.js')>('platform/config/index')),
    ...(await built<typeof import('../../src/platform/database/index.js')>('platform/database/index')),
    ...(await built<typeof import('../../src/platform/telemetry/index.js')>('platform/telemetry/index')),
    ...(await built<typeof import('../../src/systems/index.js')>('systems/index')),
  };
}

type Program = Awaited<ReturnType<typeof loadProgram>>;

/** A clock that runs ahead by as much as it is told to. */
class MovedClock extends Clock {
  private ahead = 0;

  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  override sleep(milliseconds: number): Promise<void> {
    return pause(milliseconds);
  }

  move(seconds: number): void {
    this.ahead += seconds * 1_000;
  }
}

let offices = 0;

/**
 * The application in this process, without its workers, and a paper system of its own that it delivers to: a test
 * decides what is read, sent and asked about when.
 */
export class Office {
  workspaceId = '';
  destinationId = '';
  private sourceId = '';

  private constructor(
    readonly paper: PaperSystem,
    readonly clock: MovedClock,
    private readonly program: Program,
    private readonly type: string,
    private readonly app: INestApplicationContext,
    private readonly database: OpenDatabase,
    private readonly surroundings: Surroundings,
  ) {}

  static async open(): Promise<Office> {
    offices += 1;
    const type = `paper-${offices}`;
    const program = await loadProgram();
    const paper = new PaperSystem(type, program.SystemError);
    const { AppModule, ensureFirstAdmin, JsonLogger, loadSettings, migrate, openDatabase, systems } = program;
    (systems as Record<string, SystemDefinition>)[type] = paper.definition();
    const surroundings = await makeSurroundings();
    // It works by hand, so nothing is to wake it.
    const { REDIS_URL: _, ...environment } = surroundings.environment;
    const settings = loadSettings({ ...environment, LOG_LEVEL: 'error' });
    const database = await openDatabase(settings);
    await migrate(database.dataSource, settings);
    const clock = new MovedClock();
    await ensureFirstAdmin(database.dataSource, settings);
    const still = Object.assign(Object.create(settings) as typeof settings, { TRIBUTARY_ROLE: 'web' });
    const app = await NestFactory.createApplicationContext(AppModule.forRoot(still, database, clock), {
      logger: new JsonLogger('error'),
    });
    const office = new Office(paper, clock, program, type, app, database, surroundings);
    await office.furnish();
    return office;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
    await this.surroundings.remove();
  }

  get syncs(): SyncService {
    return this.get(this.program.SyncService);
  }

  get plans(): PlanService {
    return this.get(this.program.PlanService);
  }

  get accounts(): AccountEditService {
    return this.get(this.program.AccountEditService);
  }

  get recordService(): RecordService {
    return this.get(this.program.RecordService);
  }

  private get<T>(service: Type<T>): T {
    return this.app.get(service, { strict: false });
  }

  async sync(object: string, change: Partial<SyncInput> = {}): Promise<string> {
    const { id } = await this.syncs.create(this.workspaceId, {
      name: object,
      destinationId: this.destinationId,
      object,
      schedule: { mode: 'continuous' },
      enabled: true,
      ...change,
    });
    return id;
  }

  /** Takes in people of these addresses. */
  async receive(...people: (Record<string, unknown> & { Email: string })[]): Promise<void> {
    const ledger = this.get(this.program.Ledger);
    for (const person of people) {
      const body = Buffer.from(JSON.stringify(marketplaceLead({}, person)));
      const lead = { workspaceId: this.workspaceId, sourceId: this.sourceId, body };
      await ledger.receive({ ...lead, contentType: 'application/json' });
    }
    const pipeline = this.get(this.program.Pipeline);
    await this.program.withLease(this.database.dataSource, `matcher:${this.workspaceId}`, async (lease) => {
      while ((await pipeline.advance(this.workspaceId, lease)) > 0);
    });
  }

  /** Puts those who are there already into a sync that was made after them. */
  async backfill(syncId: string): Promise<void> {
    const sync = await this.syncs.find(this.workspaceId, syncId);
    while (await this.get(this.program.SyncRepository).backfill(sync, 1_000, this.clock.now()));
  }

  /** Lets the dispatcher work until nothing is due any more, some seconds later. */
  async dispatch(secondsLater = 5): Promise<void> {
    this.clock.move(secondsLater);
    await this.get(this.program.Dispatcher).dispatch(`${this.type}:office`);
  }

  async records(syncId: string): Promise<readonly ShownRecord[]> {
    const page = await this.recordService.list(this.workspaceId, syncId, undefined, { limit: 200 });
    return page.items;
  }

  /** How many records of a sync have each status, held ones by their code. */
  async statuses(syncId: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { status, hold } of await this.records(syncId)) {
      const word = hold?.code ?? status;
      counts[word] = (counts[word] ?? 0) + 1;
    }
    return counts;
  }

  /** Makes a plan to its end, or so many batches of it. */
  async makePlan(planId: string, batches = Infinity): Promise<ShownPlan> {
    const maker = this.get(this.program.PlanMaker);
    await this.program.withLease(this.database.dataSource, `plan:${planId}`, async (lease) => {
      for (let batch = 0; batch < batches; batch += 1)
        if (!(await maker.step(this.workspaceId, planId, lease))) return;
    });
    return this.plan(planId);
  }

  plan(planId: string): Promise<ShownPlan> {
    return this.get(this.program.PlanQueries).read(this.workspaceId, planId);
  }

  async planRecords(planId: string): Promise<readonly ShownPlanRecord[]> {
    const queries = this.get(this.program.PlanQueries);
    return (await queries.records(this.workspaceId, planId, undefined, { limit: 200 })).items;
  }

  /** Plans what a sync would do, or the way back from a run, and does it. */
  async planAndApply({ syncId, runId }: { syncId?: string; runId?: string }): Promise<ShownPlan> {
    const { planId } = syncId
      ? await this.plans.start(this.workspaceId, syncId, {})
      : await this.plans.startRevert(this.workspaceId, runId ?? '');
    const { hash } = await this.makePlan(planId);
    await this.plans.apply(this.workspaceId, planId, hash ?? undefined);
    await this.dispatch();
    return this.plan(planId);
  }

  /** Reads back what a run wrote. */
  async prove(runId: string): Promise<void> {
    const { workspaceId } = this;
    const proof = this.get(this.program.LandingProof);
    await this.program.withLease(this.database.dataSource, `landing:${runId}`, (lease) =>
      proof.prove({ workspaceId, id: runId }, lease),
    );
  }

  /** Forgets what is kept for a time only, as it is so many hours later. */
  async forget(hoursLater: number): Promise<void> {
    this.clock.move(hoursLater * 3_600);
    await this.get(this.program.Forgetting).forget(this.clock.now());
  }

  async runs(syncId: string) {
    return (await this.get(this.program.RunQueries).list(this.workspaceId, syncId, { limit: 200 })).items;
  }

  async accountId(name: string): Promise<string> {
    const found = await this.program.row<{ id: string }>(
      this.database.dataSource.manager,
      `SELECT id FROM account WHERE name = $1`,
      [name],
    );
    return found?.id ?? '';
  }

  private async furnish(): Promise<void> {
    const found = await this.program.row<{ id: string }>(
      this.database.dataSource.manager,
      `SELECT id FROM workspace`,
    );
    this.workspaceId = found?.id ?? '';
    const source = { type: 'marketplace', name: 'Marketplace' } as const;
    this.sourceId = (await this.get(this.program.SourceService).create(this.workspaceId, source)).id;
    const { id } = await this.get(this.program.DestinationService).create(this.workspaceId, {
      type: this.type,
      name: 'Office',
      config: {},
      credentials: {},
    });
    this.destinationId = id;
    await this.get(this.program.DestinationService).tryOut(this.workspaceId, id);
  }
}
