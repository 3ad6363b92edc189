import { Logger } from '@nestjs/common';
import { TopicRunner } from './topic-runner.js';
import type { WorkHandler, WorkLog, WorkOptions, WorkQueue } from './work-queue.js';

/** Wakes the workers of this process, for an installation that is one process. */
export class InProcessQueue implements WorkQueue {
  private readonly runners = new Map<string, TopicRunner>();
  /** Wakes that came before their handler was registered. */
  private readonly early = new Map<string, Set<string>>();
  private closed = false;

  constructor(private readonly log: WorkLog = new Logger('WorkQueue')) {}

  async wake(topic: string, subject: string): Promise<void> {
    if (this.closed) return;
    const runner = this.runners.get(topic);
    if (runner) runner.wake(subject);
    else this.early.set(topic, (this.early.get(topic) ?? new Set()).add(subject));
  }

  work(topic: string, handler: WorkHandler, options?: WorkOptions): void {
    if (this.runners.has(topic)) throw new Error(`The topic "${topic}" already has a handler.`);
    const runner = new TopicRunner(topic, handler, this.log, options);
    this.runners.set(topic, runner);
    this.early.get(topic)?.forEach((subject) => runner.wake(subject));
    this.early.delete(topic);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
  }
}
