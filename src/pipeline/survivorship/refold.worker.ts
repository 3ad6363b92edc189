import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Settings } from '../../platform/config/index.js';
import { fence, isolate, isTurnOver, withLease, type Lease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { Survivorship } from '../../profiles/index.js';
import { Onward } from '../onward.js';
import { Pipeline } from '../pipeline.js';
import { RefoldRepository } from './refold.repository.js';

export const REFOLD = 'refold';
const WORKSPACES_AT_ONCE = 4;

/** Lets changed rules hold for everybody, a batch of people at a time. */
@Injectable()
export class RefoldWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RefoldWorker.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly refolds: RefoldRepository,
    private readonly survivorship: Survivorship,
    private readonly pipeline: Pipeline,
    private readonly onward: Onward,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(REFOLD, (workspaceId) => this.work(workspaceId), { concurrency: WORKSPACES_AT_ONCE });
    this.ticker.everySecond(REFOLD, async () => {
      for (const id of await this.refolds.workspacesWithRunning()) await this.queue.wake(REFOLD, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async work(workspaceId: string): Promise<void> {
    let goesOn = true;
    const taken = await withLease(this.dataSource, `matcher:${workspaceId}`, async (lease) => {
      while (goesOn && !isTurnOver(lease) && !this.stopping) {
        // The lease keeps the reader out, and what is new must not wait for what is folded anew.
        await this.pipeline.advance(workspaceId, lease);
        goesOn = await this.step(workspaceId, lease);
        await this.onward.wake(workspaceId);
      }
    });
    if (taken && goesOn && !this.stopping) await this.queue.wake(REFOLD, workspaceId);
  }

  /** The next people of the refold of a workspace; false when none is left. */
  private async step(workspaceId: string, lease: Lease): Promise<boolean> {
    const running = await this.refolds.running(workspaceId);
    if (!running) return false;
    const people = await this.refolds.nextPeople(workspaceId, running);
    if (people.length === 0) await this.refolds.end(workspaceId, running.id);
    await isolate(
      people,
      (some) => this.decide(workspaceId, running.id, lease, some),
      async (profileId, sqlState) => {
        this.logger.error(
          `Profile ${profileId} cannot be stored as folded anew (PostgreSQL error ${sqlState}); it stays`,
        );
        await this.refolds.pass(this.dataSource.manager, workspaceId, running.id, [profileId], 0);
      },
    );
    return people.length > 0;
  }

  /** Folds people anew and goes past them, both or neither. */
  private async decide(
    workspaceId: string,
    refoldId: string,
    lease: Lease,
    people: readonly string[],
  ): Promise<void> {
    if (people.length === 0) return;
    await this.dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      const changed = await this.survivorship.decide(manager, workspaceId, people);
      await this.onward.pass(manager, workspaceId, changed);
      await this.refolds.pass(manager, workspaceId, refoldId, people, changed.length);
    });
  }
}
