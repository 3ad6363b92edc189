import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
} from '@nestjs/common';
import { BullModule, getSharedConfigToken } from '@nestjs/bull';
import Bull, { type QueueOptions } from 'bull';
import { bullOptions } from './bull-options.js';
import { BullQueue } from './bull-queue.js';
import { InProcessQueue } from './in-process-queue.js';
import { WORK_QUEUE, type WorkQueue } from './work-queue.js';

export interface QueueModuleOptions {
  /** `redis://` or `rediss://`; without it work is woken within this process. */
  readonly redisUrl?: string;
  /** Of all keys in Redis; default `tributary`. */
  readonly prefix?: string;
}

@Module({})
export class QueueModule implements BeforeApplicationShutdown {
  constructor(@Inject(WORK_QUEUE) private readonly queue: WorkQueue) {}

  static forRoot({ redisUrl, prefix = 'tributary' }: QueueModuleOptions): DynamicModule {
    return {
      module: QueueModule,
      global: true,
      imports: redisUrl ? [BullModule.forRoot(bullOptions(redisUrl, prefix))] : [],
      providers: [redisUrl ? bullQueue : inProcessQueue],
      exports: [WORK_QUEUE],
    };
  }

  /** Before the database is closed, which what is in hand still needs. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}

const inProcessQueue: FactoryProvider<WorkQueue> = {
  provide: WORK_QUEUE,
  useFactory: () => new InProcessQueue(),
};

/** Topics are known when they are first used, so their queues are opened then and not registered by name. */
const bullQueue: FactoryProvider<WorkQueue> = {
  provide: WORK_QUEUE,
  inject: [getSharedConfigToken()],
  useFactory: (options: QueueOptions) => new BullQueue((topic) => new Bull(topic, options)),
};
