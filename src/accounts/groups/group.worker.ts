import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Settings } from '../../platform/config/index.js';
import { fence, withLease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { GroupRepository } from './group.repository.js';
import { Grouping } from './grouping.js';

const ACCOUNT_GROUPS = 'account-groups';
const WORKSPACES_AT_ONCE = 1;

/** Makes the groups of accounts anew when accounts changed, beside all other work. */
@Injectable()
export class GroupWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly groups: GroupRepository,
    private readonly grouping: Grouping,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(ACCOUNT_GROUPS, (workspaceId) => this.work(workspaceId), {
      concurrency: WORKSPACES_AT_ONCE,
    });
    this.ticker.everySecond(ACCOUNT_GROUPS, async () => {
      for (const id of await this.groups.due(this.dataSource.manager))
        await this.queue.wake(ACCOUNT_GROUPS, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async work(workspaceId: string): Promise<void> {
    await withLease(this.dataSource, `${ACCOUNT_GROUPS}:${workspaceId}`, async (lease) => {
      // Another process may have made them since the wake.
      if ((await this.groups.due(this.dataSource.manager, workspaceId)).length === 0) return;
      await this.grouping.run(
        workspaceId,
        (step) =>
          this.dataSource.transaction(async (manager) => {
            await fence(manager, lease);
            return step(manager);
          }),
        () => !this.stopping,
      );
    });
  }
}
