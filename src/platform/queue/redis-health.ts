import type { WorkLog } from './work-queue.js';

/** Says once that Redis is gone and once that it is back, however many commands fail in between. */
export class RedisHealth {
  private answers = true;

  constructor(private readonly log: WorkLog) {}

  get up(): boolean {
    return this.answers;
  }

  failed(error: unknown): void {
    if (!this.answers) return;
    this.answers = false;
    const reason = error instanceof Error ? error.message : String(error);
    this.log.warn(
      `Redis does not answer (${reason}). Nothing is lost: work goes on, but other processes learn of it ` +
        'from the database, a little later. Check REDIS_URL and the Redis server.',
    );
  }

  answered(): void {
    if (this.answers) return;
    this.answers = true;
    this.log.log('Redis answers again.');
  }
}
