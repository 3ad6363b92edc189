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
import { withLease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { loadModel, Rehearsals, type Rehearsal } from '../../profiles/index.js';
import { addTo, nothingYet, type RunningBacktest, type StoredReport } from './backtest.js';
import { BacktestRepository } from './backtest.repository.js';
import { BACKTEST } from './backtest.service.js';

const WORKSPACES_AT_ONCE = 1;
const LEADS_A_BATCH = 200;
const PROFILES_A_BATCH = 200;
/** One that ends its process is not begun again and again. */
const MOST_BEGINNINGS = 3;

/**
 * Carries out backtests beside all other work: it only reads, a batch at a time and outside of any transaction, so
 * it takes no turn of the matcher. What it has found lies in memory; after a stop it begins anew.
 */
@Injectable()
export class BacktestWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(BacktestWorker.name);
  private stopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly backtests: BacktestRepository,
    private readonly rehearsals: Rehearsals,
    private readonly ticker: Ticker,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(BACKTEST, (workspaceId) => this.work(workspaceId), { concurrency: WORKSPACES_AT_ONCE });
    this.ticker.everySecond(BACKTEST, async () => {
      for (const id of await this.backtests.workspacesWithRunning()) await this.queue.wake(BACKTEST, id);
    });
  }

  /** Before the queue is closed, which waits for what is in hand. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  private async work(workspaceId: string): Promise<void> {
    await withLease(this.dataSource, `backtest:${workspaceId}`, async () => {
      const running = await this.backtests.begin(workspaceId);
      if (running) await this.run(workspaceId, running);
    });
  }

  private async run(workspaceId: string, backtest: RunningBacktest): Promise<void> {
    const { id, rules, model, begun } = backtest;
    if (begun > MOST_BEGINNINGS) {
      const message = `It was begun ${MOST_BEGINNINGS} times and never came to its end. Try a shorter window.`;
      await this.backtests.end(workspaceId, id, 'failed', message);
      return;
    }
    const rehearsal = this.rehearsals.begin(workspaceId, rules, model === null ? null : loadModel(model));
    const isThere =
      (await this.compare(workspaceId, backtest, rehearsal)) &&
      (await this.decide(workspaceId, id, rehearsal));
    if (isThere) await this.backtests.end(workspaceId, id, 'done', null);
    else if (this.stopping) await this.backtests.leave(workspaceId, id);
    this.logger.log(`Backtest ${id} ${isThere ? 'is done' : 'was left'}`);
  }

  /** False when it goes no further: the process stops, or the backtest was deleted. */
  private async compare(
    workspaceId: string,
    backtest: RunningBacktest,
    rehearsal: Rehearsal,
  ): Promise<boolean> {
    await this.backtests.enter(workspaceId, backtest.id, 'comparing', backtest.total);
    let after: string | null = null;
    while (!this.stopping) {
      const leads = await this.backtests.leads(workspaceId, backtest, after, LEADS_A_BATCH);
      after = leads.at(-1)?.id ?? null;
      if (after === null) return true;
      await rehearsal.compare(leads.map(({ nodeId }) => nodeId));
      if (!(await this.backtests.pass(workspaceId, backtest.id, leads.length, null))) return false;
    }
    return false;
  }

  private async decide(workspaceId: string, id: string, rehearsal: Rehearsal): Promise<boolean> {
    const bundles = rehearsal.bundles(PROFILES_A_BATCH);
    await this.backtests.enter(workspaceId, id, 'deciding', bundles.flat().length);
    let report: StoredReport = nothingYet;
    for (const profileIds of bundles) {
      if (this.stopping) return false;
      const rehearsed = await rehearsal.decide(profileIds);
      const counted = await this.backtests.count(workspaceId, [...rehearsed.touched], rehearsed.nodeIds);
      report = addTo(report, rehearsed, counted);
      if (!(await this.backtests.pass(workspaceId, id, profileIds.length, report))) return false;
    }
    return true;
  }
}
