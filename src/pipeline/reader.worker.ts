import { setTimeout as pause } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LeadEventRepository, READ } from '../leads/index.js';
import { Settings } from '../platform/config/index.js';
import { isTurnOver, withLease } from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { Ticker } from '../platform/scheduling/index.js';
import { Onward } from './onward.js';
import { BATCH, Pipeline } from './pipeline.js';

const WORKSPACES_AT_ONCE = 4;
/** What arrives together is read together: a batch of many costs hardly more than a batch of one. */
const GATHER_MS = 50;

/** Reads what was received, workspace by workspace, woken by the intake and by the tick. */
@Injectable()
export class ReaderWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ReaderWorker.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly events: LeadEventRepository,
    private readonly pipeline: Pipeline,
    private readonly onward: Onward,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(READ, (workspaceId) => this.read(workspaceId), { concurrency: WORKSPACES_AT_ONCE });
    this.ticker.everySecond('read', async () => {
      for (const id of await this.events.workspacesWithUnread(this.dataSource.manager))
        await this.queue.wake(READ, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async read(workspaceId: string): Promise<void> {
    let read = 0;
    await pause(GATHER_MS);
    await withLease(this.dataSource, `matcher:${workspaceId}`, async (lease) => {
      while (!isTurnOver(lease) && !this.stopping) {
        const count = await this.pipeline.advance(workspaceId, lease);
        read += count;
        if (count > 0) await this.onward.wake(workspaceId);
        if (count < BATCH) break;
      }
    });
    if (read > 0) this.logger.log(`Read ${read} lead(s)`);
    if (read > 0 && !this.stopping) await this.queue.wake(READ, workspaceId);
  }
}
