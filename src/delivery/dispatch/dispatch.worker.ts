import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { claimDue, Ticker } from '../../platform/scheduling/index.js';
import { systems } from '../../systems/index.js';
import { DISPATCH } from '../delivery.marker.js';
import { PlanRunRepository } from '../plans/plan-run.repository.js';
import { RunRepository } from '../runs/run.repository.js';
import { missedTimes } from '../schedules/lateness.js';
import { SYNC_SCHEDULE } from '../syncs/sync.service.js';
import { SyncRepository } from '../syncs/sync.repository.js';
import { DeliveryRepository } from './delivery.repository.js';
import { Dispatcher } from './dispatcher.js';
import { JobRepository } from './job.repository.js';

const ORGANISATIONS_AT_ONCE = 8;
const longestProcessing = Object.values(systems).map(({ type, limits }) => ({
  type,
  seconds: limits.longestProcessingSeconds,
}));

/** Wakes the dispatchers: when a schedule is due, when something waits, when a sender died. */
@Injectable()
export class DispatchWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(DispatchWorker.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly syncs: SyncRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly runs: RunRepository,
    private readonly jobs: JobRepository,
    private readonly plans: PlanRunRepository,
    private readonly dispatcher: Dispatcher,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.settings.works) return;
    if (this.settings.embedded) await this.deliveries.endLeases(this.dataSource.manager);
    this.queue.work(DISPATCH, (subject) => this.dispatcher.dispatch(subject), {
      concurrency: ORGANISATIONS_AT_ONCE,
    });
    this.ticker.everySecond('schedules', () => this.startScheduledRuns());
    this.ticker.everySecond('dispatch', () => this.wakeDispatchers());
    this.ticker.everySecond('dead senders', () => this.takeFromTheDead());
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.dispatcher.stop();
  }

  private async startScheduledRuns(): Promise<void> {
    await claimDue(this.dataSource, SYNC_SCHEDULE, async (manager, due) => {
      const { workspaceId, subjectId, dueAt } = due;
      const now = this.clock.now();
      const missed = missedTimes(due, now);
      const run = await this.runs.open(manager, workspaceId, subjectId, 'schedule', now);
      if (missed > 0) await this.runs.makeUpFor(manager, run, dueAt, missed);
      this.logger.log(`The run of sync ${subjectId} that was due at ${dueAt.toISOString()} begins`);
    });
  }

  private async wakeDispatchers(): Promise<void> {
    const now = this.clock.now();
    const subjects = new Set([
      ...(await this.syncs.subjectsWithWork(now)),
      ...(await this.jobs.organisationsWithDue(this.dataSource.manager, now)),
      ...(await this.plans.subjects(this.dataSource.manager, now)),
    ]);
    await Promise.all([...subjects].map((subject) => this.queue.wake(DISPATCH, subject)));
  }

  private async takeFromTheDead(): Promise<void> {
    const count = await this.deliveries.takeFromTheDead(
      this.dataSource.manager,
      longestProcessing,
      this.clock.now(),
    );
    if (count > 0) this.logger.warn(`${count} record(s) of an ended sender are to be looked up again`);
  }
}
