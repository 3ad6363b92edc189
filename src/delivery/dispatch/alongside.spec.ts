import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Alongside } from './alongside.js';

describe('Alongside', () => {
  const waiting = () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    return { end, work: () => ended };
  };

  it('knows what goes on for each organisation until it ends', async () => {
    const alongside = new Alongside();
    const job = waiting();
    alongside.begin('org', 'job', job.work);
    expect(alongside.isGoingOn('org', 'job')).toBe(true);
    expect(alongside.isGoingOn('org', 'another')).toBe(false);
    expect(alongside.isBusy('another')).toBe(false);
    job.end();
    await alongside.allDone('org');
    expect(alongside.isBusy('org')).toBe(false);
  });

  it('waits for what begins while it waits, and for what fails', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const alongside = new Alongside();
    const later = waiting();
    alongside.begin('org', 'first', async () => {
      alongside.begin('org', 'later', later.work);
      throw new Error('broken');
    });
    const done = alongside.allDone('org').then(() => 'done');
    later.end();
    expect(await done).toBe('done');
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });
});
