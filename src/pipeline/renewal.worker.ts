import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Settings } from '../platform/config/index.js';
import { isTurnOver, withLease, type Lease } from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { Ticker } from '../platform/scheduling/index.js';
import { Matcher } from '../profiles/index.js';
import { Onward } from './onward.js';
import { Pipeline } from './pipeline.js';

const TOPIC = 'renew';
const NODES_A_BATCH = 100;

/** After an update that reads values otherwise, brings what was matched before up to it, beside all other work. */
@Injectable()
export class RenewalWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RenewalWorker.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly matcher: Matcher,
    private readonly pipeline: Pipeline,
    private readonly onward: Onward,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(TOPIC, (workspaceId) => this.renew(workspaceId), { concurrency: 1 });
    this.ticker.everySecond('renew', async () => {
      for (const id of await this.matcher.workspacesWithOutdated(this.dataSource.manager))
        await this.queue.wake(TOPIC, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async renew(workspaceId: string): Promise<void> {
    let renewed = 0;
    await withLease(this.dataSource, `matcher:${workspaceId}`, async (lease) => {
      while (!isTurnOver(lease) && !this.stopping) {
        const count = await this.batch(workspaceId, lease);
        renewed += count;
        if (count < NODES_A_BATCH) break;
      }
    });
    if (renewed > 0) {
      this.logger.log(`Matched the leads of ${renewed} node(s) anew`);
      await this.onward.wake(workspaceId);
    }
  }

  private async batch(workspaceId: string, lease: Lease): Promise<number> {
    // The lease keeps the reader out, and what is new must not wait for what was read before.
    await this.pipeline.advance(workspaceId, lease);
    return this.pipeline.renew(workspaceId, lease, NODES_A_BATCH);
  }
}
