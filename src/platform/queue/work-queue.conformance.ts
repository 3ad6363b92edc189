import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as after } from 'node:timers/promises';
import type { WorkLog, WorkQueue } from './work-queue.js';

/** What was logged, by level. */
export class RecordedLog implements WorkLog {
  readonly lines: { level: 'log' | 'warn' | 'error'; message: string }[] = [];

  log(message: string): void {
    this.lines.push({ level: 'log', message });
  }

  warn(message: string): void {
    this.lines.push({ level: 'warn', message });
  }

  error(message: string): void {
    this.lines.push({ level: 'error', message });
  }
}

/** A handler whose runs last until they are let go. */
export class HeldHandler {
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  private readonly held: { subject: string; release: () => void }[] = [];

  readonly handle = async (subject: string): Promise<void> => {
    this.begun.push(subject);
    await new Promise<void>((release) => this.held.push({ subject, release }));
    this.ended.push(subject);
  };

  releaseOne(): void {
    this.held.shift()?.release();
  }

  async releaseUntil(condition: () => boolean): Promise<void> {
    await until(() => {
      this.releaseOne();
      return condition();
    });
  }
}

/** Waits for a condition; the test's own time limit ends a vain wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await after(2);
}

/** What every {@link WorkQueue} does. `open` gives a queue of its own for each test; it is closed here. */
export function describeWorkQueue(name: string, open: (log: WorkLog) => WorkQueue): void {
  describe(`${name} as a work queue`, () => {
    let log: RecordedLog;
    let queue: WorkQueue;

    beforeEach(() => {
      log = new RecordedLog();
      queue = open(log);
    });

    afterEach(() => queue.close());

    it('hands each subject to the handler of its topic', async () => {
      const seen: string[] = [];
      queue.work('match', async (subject) => void seen.push(`match ${subject}`));
      queue.work('deliver', async (subject) => void seen.push(`deliver ${subject}`));
      await queue.wake('match', 'a');
      await queue.wake('deliver', 'wait');
      await queue.wake('deliver', '1:b/c d');
      await until(() => seen.length === 3);
      expect(seen.toSorted()).toEqual(['deliver 1:b/c d', 'deliver wait', 'match a']);
    });

    it('keeps a wake that comes before its handler', async () => {
      await queue.wake('match', 'early');
      const seen: string[] = [];
      queue.work('match', async (subject) => void seen.push(subject));
      await until(() => seen.length === 1);
      expect(seen).toEqual(['early']);
    });

    it('refuses a second handler for a topic', () => {
      queue.work('match', async () => undefined);
      expect(() => queue.work('match', async () => undefined)).toThrow('"match" already has a handler');
    });

    it('merges wakes that wait', async () => {
      const handler = new HeldHandler();
      queue.work('match', handler.handle);
      await queue.wake('match', 'busy');
      await until(() => handler.begun.length === 1);
      for (const subject of ['a', 'a', 'b', 'a', 'b', 'last']) await queue.wake('match', subject);
      await handler.releaseUntil(() => handler.ended.includes('last'));
      expect(handler.begun).toEqual(['busy', 'a', 'b', 'last']);
    });

    it('runs once more for wakes that come during a run', async () => {
      const handler = new HeldHandler();
      queue.work('match', handler.handle);
      await queue.wake('match', 'a');
      await until(() => handler.begun.length === 1);
      await queue.wake('match', 'a');
      await queue.wake('match', 'a');
      await queue.wake('match', 'last');
      await handler.releaseUntil(() => handler.ended.includes('last'));
      expect(handler.begun).toEqual(['a', 'a', 'last']);
    });

    it('handles as many subjects at once as asked, and never one twice', async () => {
      const handler = new HeldHandler();
      queue.work('match', handler.handle, { concurrency: 2 });
      await queue.wake('match', 'a');
      await until(() => handler.begun.length === 1);
      await queue.wake('match', 'a');
      await queue.wake('match', 'b');
      await until(() => handler.begun.length === 2);
      await queue.wake('match', 'c');
      expect(handler.begun).toEqual(['a', 'b']);
      await handler.releaseUntil(() => handler.ended.length === 4);
      expect(handler.begun.toSorted()).toEqual(['a', 'a', 'b', 'c']);
    });

    it('never loses the last wake of a subject, nor runs it beside itself', async () => {
      const subjects = ['a', 'b', 'c', 'd', 'e'];
      const dirty = new Set<string>();
      const running = new Set<string>();
      const overlaps: string[] = [];
      const work = async (subject: string): Promise<void> => {
        if (running.has(subject)) overlaps.push(subject);
        running.add(subject);
        dirty.delete(subject);
        await after(Math.random() * 3);
        running.delete(subject);
      };
      queue.work('match', work, { concurrency: 3 });
      const wakeOften = async (subject: string): Promise<void> => {
        for (let round = 0; round < 40; round += 1) {
          dirty.add(subject);
          await queue.wake('match', subject);
          await after(Math.random() * 4);
        }
      };
      await Promise.all(subjects.map(wakeOften));
      await until(() => dirty.size === 0 && running.size === 0);
      expect(overlaps).toEqual([]);
    });

    it('logs what a handler throws, and goes on with that subject and others', async () => {
      const seen: string[] = [];
      queue.work('match', (subject) => {
        seen.push(subject);
        if (seen.length === 1) throw new Error('thrown at once');
        return seen.length === 2 ? Promise.reject(new Error('rejected later')) : Promise.resolve();
      });
      for (const [index, subject] of ['a', 'a', 'a', 'b'].entries()) {
        await queue.wake('match', subject);
        await until(() => seen.length === index + 1);
      }
      const errors = log.lines.filter(({ level }) => level === 'error').map(({ message }) => message);
      expect(errors).toEqual([
        'Work on "match" for a failed: thrown at once',
        'Work on "match" for a failed: rejected later',
      ]);
    });

    it('does not pass the context of the waker on to the handler', async () => {
      const context = new AsyncLocalStorage<string>();
      const seen: (string | undefined)[] = [];
      queue.work('match', async () => void seen.push(context.getStore()));
      await context.run('request 1', () => queue.wake('match', 'a'));
      await until(() => seen.length === 1);
      expect(seen).toEqual([undefined]);
    });

    it('finishes what is in hand when closed, and begins nothing more', async () => {
      const handler = new HeldHandler();
      queue.work('match', handler.handle);
      await queue.wake('match', 'a');
      await until(() => handler.begun.length === 1);
      await queue.wake('match', 'b');
      let closed = false;
      const closing = queue.close().then(() => (closed = true));
      await after(20);
      expect(closed).toBe(false);
      handler.releaseOne();
      await closing;
      await queue.wake('match', 'c');
      expect(handler).toMatchObject({ begun: ['a'], ended: ['a'] });
      expect(log.lines).toEqual([]);
    });
  });
}
