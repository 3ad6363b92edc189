import { AsyncResource } from 'node:async_hooks';
import type { WorkHandler, WorkLog, WorkOptions } from './work-queue.js';

const TELL_EVERY_MS = 10_000;

/** Runs the handler of one topic in this process: merges wakes, and keeps each subject to one run at a time. */
export class TopicRunner {
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly concurrency: number;
  /** Runs must not inherit the request context of whoever happened to wake them. */
  private readonly scope = new AsyncResource('TopicRunner');
  private awaitingRoom: ((isRoom: boolean) => void) | undefined;
  private stopped = false;

  constructor(
    private readonly topic: string,
    private readonly handler: WorkHandler,
    private readonly log: WorkLog,
    options: WorkOptions = {},
  ) {
    this.concurrency = options.concurrency ?? 1;
  }

  wake(subject: string): void {
    this.waiting.add(subject);
    this.fill();
  }

  /** Whether a subject would be begun at once, within so many milliseconds or until the wait is ended. */
  whenRoom(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const tooLate = setTimeout(() => this.endWait(), withinMs);
      this.awaitingRoom = (isRoom) => {
        this.awaitingRoom = undefined;
        clearTimeout(tooLate);
        resolve(isRoom);
      };
      this.announceRoom();
    });
  }

  endWait(): void {
    this.awaitingRoom?.(false);
  }

  /** Begins nothing more, and resolves once all runs have ended. People are told what it waits for. */
  async stop(): Promise<void> {
    this.stopped = true;
    const telling = setInterval(() => {
      const subjects = [...this.running.keys()].join(', ');
      this.log.warn(`Before it stops, this process still finishes “${this.topic}” for ${subjects}`);
    }, TELL_EVERY_MS).unref();
    try {
      await Promise.all(this.running.values());
    } finally {
      clearInterval(telling);
    }
  }

  private fill(): void {
    for (const subject of this.waiting) {
      if (!this.hasRoom()) return;
      if (this.running.has(subject)) continue;
      this.waiting.delete(subject);
      this.running.set(
        subject,
        this.scope.runInAsyncScope(() => this.run(subject)),
      );
    }
    this.announceRoom();
  }

  private async run(subject: string): Promise<void> {
    // A wake returns before its handler begins, so that no handler runs inside its waker's call.
    await Promise.resolve();
    try {
      await this.handler(subject);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : undefined;
      this.log.error(`Work on "${this.topic}" for ${subject} failed: ${messageOf(error)}`, stack);
    }
    this.running.delete(subject);
    this.fill();
  }

  private hasRoom(): boolean {
    return !this.stopped && this.running.size < this.concurrency;
  }

  private announceRoom(): void {
    if (this.hasRoom()) this.awaitingRoom?.(true);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
