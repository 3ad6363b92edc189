import { jest } from '@jest/globals';
import { InProcessQueue } from './in-process-queue.js';
import { describeWorkQueue, HeldHandler, RecordedLog } from './work-queue.conformance.js';

describeWorkQueue('InProcessQueue', (log) => new InProcessQueue(log));

describe('A queue that is closed', () => {
  afterEach(() => void jest.useRealTimers());

  it('says now and then what it still waits for, until that has ended', async () => {
    jest.useFakeTimers();
    const log = new RecordedLog();
    const queue = new InProcessQueue(log);
    const handler = new HeldHandler();
    queue.work('match', handler.handle);
    await queue.wake('match', 'a');
    await jest.advanceTimersByTimeAsync(1);

    const closing = queue.close();
    await jest.advanceTimersByTimeAsync(20_000);
    handler.releaseOne();
    await closing;
    await jest.advanceTimersByTimeAsync(20_000);

    const line = {
      level: 'warn',
      message: 'Before it stops, this process still finishes “match” for a',
    };
    expect(log.lines).toEqual([line, line]);
  });
});
