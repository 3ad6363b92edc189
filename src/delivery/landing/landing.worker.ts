import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { withLease } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { Ticker } from '../../platform/scheduling/index.js';
import { LandingProof } from './landing.proof.js';
import { LandingRepository } from './landing.repository.js';

/** Subjects of this topic are `<workspace id>:<run id>`. */
export const LANDING = 'landing';

/** Reads runs back some time after they ended. */
@Injectable()
export class LandingWorker implements OnApplicationBootstrap {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly settings: Settings,
    private readonly landings: LandingRepository,
    private readonly proof: LandingProof,
    private readonly ticker: Ticker,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.works) return;
    this.queue.work(LANDING, (subject) => this.prove(subject));
    this.ticker.everySecond(LANDING, async () => {
      const now = this.clock.now();
      await this.landings.passOver(now);
      for (const { workspaceId, id } of await this.landings.due(now))
        await this.queue.wake(LANDING, `${workspaceId}:${id}`);
    });
  }

  private async prove(subject: string): Promise<void> {
    const [workspaceId = '', id = ''] = subject.split(':');
    await withLease(this.dataSource, `landing:${id}`, (lease) =>
      this.proof.prove({ workspaceId, id }, lease),
    );
  }
}
