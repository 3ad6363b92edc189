import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { withLease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { PlanMaker } from './plan.maker.js';
import { PlanRepository } from './plan.repository.js';
import { Forgetting } from './forgetting.js';

/** Subjects of this topic are `<workspace id>:<plan id>`. */
export const PLAN = 'plan';
const PLANS_AT_ONCE = 2;

/** Makes plans; one whose maker died is gone on with where it was. */
@Injectable()
export class PlanWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly plans: PlanRepository,
    private readonly maker: PlanMaker,
    private readonly forgetting: Forgetting,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(PLAN, (subject) => this.make(subject), { concurrency: PLANS_AT_ONCE });
    this.ticker.everySecond('plans', async () => {
      for (const { workspaceId, id } of await this.plans.planning())
        await this.queue.wake(PLAN, `${workspaceId}:${id}`);
    });
    this.ticker.everySecond('forgetting', () => this.forgetting.forget(this.clock.now()));
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async make(subject: string): Promise<void> {
    const [workspaceId = '', id = ''] = subject.split(':');
    await withLease(this.dataSource, `plan:${id}`, async (lease) => {
      while (!this.stopping && (await this.maker.step(workspaceId, id, lease)));
    });
  }
}
