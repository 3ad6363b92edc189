import { Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { BullTopic } from './bull-topic.js';
import { RedisHealth } from './redis-health.js';
import { TopicRunner } from './topic-runner.js';
import type { WorkHandler, WorkLog, WorkOptions, WorkQueue } from './work-queue.js';

/** Wakes the workers of all processes through Redis, each wake one of them. */
export class BullQueue implements WorkQueue {
  private readonly topics = new Map<string, BullTopic>();
  private readonly worked = new Set<string>();
  private readonly health: RedisHealth;
  private closing: Promise<void> | undefined;

  /** `open` opens the Bull queue of a topic, with the options of {@link bullOptions}. */
  constructor(
    private readonly open: (topic: string) => Queue,
    private readonly log: WorkLog = new Logger('WorkQueue'),
  ) {
    this.health = new RedisHealth(log);
  }

  async wake(topic: string, subject: string): Promise<void> {
    if (!this.closing) await this.topic(topic).wake(subject);
  }

  work(topic: string, handler: WorkHandler, options?: WorkOptions): void {
    if (this.worked.has(topic)) throw new Error(`The topic "${topic}" already has a handler.`);
    this.worked.add(topic);
    this.topic(topic).listen(new TopicRunner(topic, handler, this.log, options));
  }

  close(): Promise<void> {
    this.closing ??= Promise.all([...this.topics.values()].map((topic) => topic.close())).then(
      () => undefined,
    );
    return this.closing;
  }

  private topic(name: string): BullTopic {
    const known = this.topics.get(name);
    if (known) return known;
    const opened = new BullTopic(this.open(name), this.health, this.log);
    this.topics.set(name, opened);
    return opened;
  }
}
