import { setTimeout as after } from 'node:timers/promises';
import type { Job, Queue } from 'bull';
import type { RedisHealth } from './redis-health.js';
import type { TopicRunner } from './topic-runner.js';
import type { WorkLog } from './work-queue.js';

/** A connection that hangs must not hold up whoever wakes; what is due is in the database anyway. */
const WAKE_MS = 1_000;
/** A process that is busy for longer puts a wake back, for one that is not. */
const WAIT_FOR_ROOM_MS = 1_000;
/** How long a process that stops waits for Redis to hear of it, which may be down. */
const TAKE_LEAVE_MS = 2_000;

interface Wake {
  readonly subject: string;
}

/**
 * One topic on one Bull queue. A job is a wake and nothing else: its id is the subject, so that wakes
 * merge, and it is taken off Redis *before* the handler begins, so that a wake during the run is a job
 * of its own rather than a duplicate that Bull ignores. Nor can a failed or crashed run leave its id
 * behind to block later wakes.
 */
export class BullTopic {
  private runner: TopicRunner | undefined;
  /** About to be taken off Redis, or taken off, and not yet handed to the runner. */
  private inHand: { readonly subject: string; isRoom: boolean } | undefined;
  private awaitingHandOver: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly queue: Queue<Wake>,
    private readonly health: RedisHealth,
    private readonly log: WorkLog,
  ) {
    // Bull would name the connection, which serves nothing here, and leave a failure to do so unhandled.
    queue.setWorkerName = () => Promise.resolve();
    queue.client.on('ready', () => health.answered());
    queue.on('error', (error) => this.onError(error));
    queue.on('completed', () => this.handOver());
    queue.on('failed', () => this.handOver());
  }

  /** When Redis cannot be told, the worker of this process still is. */
  async wake(subject: string): Promise<void> {
    const told = this.ring(subject).then(
      () => this.health.answered(),
      (error: unknown) => {
        this.health.failed(error);
        this.runner?.wake(subject);
      },
    );
    // Redis is asked again each time, but nobody waits for it twice.
    if (this.health.up) await told;
  }

  listen(runner: TopicRunner): void {
    this.runner = runner;
    // Bull's set-up fails for good when it begins without a connection.
    if (this.queue.client.status === 'ready') this.process(runner);
    else this.queue.client.once('ready', () => this.process(runner));
  }

  /**
   * A wake in hand is taken off Redis and not begun: left there, it would swallow every wake of its subject until its
   * lock ends. The ticks of other processes find what it was for.
   */
  async close(): Promise<void> {
    this.closed = true;
    const stopped = this.runner?.stop();
    await soon(this.queue.pause(true, true));
    this.runner?.endWait();
    await soon(this.handedOver());
    await stopped;
    // Not waiting for Bull's own jobs: they are only wakes, and would wait for Redis to come back.
    await this.queue.close(true);
  }

  private async ring(subject: string): Promise<void> {
    const { client } = this.queue;
    if (client.status !== 'ready' && !this.health.up) throw new Error('there is no connection');
    const deadline = new AbortController();
    const tooLate = after(WAKE_MS, undefined, { signal: deadline.signal }).then(() => {
      throw new Error(`no answer within ${WAKE_MS} ms`);
    });
    // A prefix keeps subjects apart from the names of Bull's own keys, such as "wait".
    const told = this.queue.add({ subject }, { jobId: `for ${subject}` });
    await Promise.race([told, tooLate]).finally(() => deadline.abort());
  }

  private process(runner: TopicRunner): void {
    if (this.closed) return;
    const take = async ({ data }: Job<Wake>): Promise<void> => {
      this.handOver();
      this.inHand = { subject: data.subject, isRoom: false };
      const isRoom = await runner.whenRoom(WAIT_FOR_ROOM_MS);
      if (this.inHand) this.inHand.isRoom = isRoom;
    };
    this.queue.process(1, take).catch((error: Error) => this.onError(error));
  }

  private handOver(): void {
    const { inHand } = this;
    this.inHand = undefined;
    this.awaitingHandOver?.();
    if (inHand?.isRoom) this.runner?.wake(inHand.subject);
    else if (inHand && !this.closed) void this.wake(inHand.subject);
  }

  private handedOver(): Promise<void> {
    return new Promise((resolve) => {
      this.awaitingHandOver = resolve;
      if (this.inHand === undefined) resolve();
    });
  }

  private onError(error: Error): void {
    if (this.closed) return;
    if (isAboutConnection(error) || this.queue.client.status !== 'ready') this.health.failed(error);
    else this.log.warn(`Redis forgot a wake of "${this.queue.name}" in hand: ${error.message}`);
    this.handOver();
  }
}

/** Ends with what Redis is told, or without it where Redis is down. */
async function soon(told: Promise<void>): Promise<void> {
  await Promise.race([told.catch(() => undefined), after(TAKE_LEAVE_MS, undefined, { ref: false })]);
}

/** Node's own errors name the failed call; what Bull says of a missing job does not. */
function isAboutConnection(error: Error): boolean {
  return 'syscall' in error;
}
