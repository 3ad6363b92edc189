import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { withLease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { SyncRepository, type BackfillingSync } from './sync.repository.js';

/** Subjects of this topic are `<workspace id>:<sync id>:<record kind>`. */
export const BACKFILL = 'backfill';
const STEP = 2_000;
const SYNCS_AT_ONCE = 2;

/** Puts the people or accounts that were there before a sync into it, a step at a time. */
@Injectable()
export class BackfillWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly syncs: SyncRepository,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(BACKFILL, (subject) => this.backfill(subject), { concurrency: SYNCS_AT_ONCE });
    this.ticker.everySecond('backfill', async () => {
      for (const sync of await this.syncs.backfilling()) await this.queue.wake(BACKFILL, backfillOf(sync));
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async backfill(subject: string): Promise<void> {
    const [workspaceId = '', id = '', kind = ''] = subject.split(':');
    const sync = { workspaceId, id, recordKind: kind === 'account' ? kind : 'person' } as const;
    await withLease(this.dataSource, `backfill:${id}`, async () => {
      while (!this.stopping && (await this.syncs.backfill(sync, STEP, this.clock.now())));
    });
  }
}

export function backfillOf({ workspaceId, id, recordKind }: BackfillingSync): string {
  return `${workspaceId}:${id}:${recordKind}`;
}
