import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Day {
  readonly leads: number;
  readonly delivered: number;
  readonly calls: number;
  readonly callsAllowed: number;
  readonly worstOverrunSeconds: number;
}

describe('A day of one lead a second', () => {
  it('stays within the calls of a small organisation, and no lead waits longer than announced', async () => {
    const bench = new URL('../../dist/bench/main.js', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [bench, 'day']);
    const day = JSON.parse(stdout) as Day;
    expect(day).toMatchObject({ leads: 86_400, delivered: 86_400 });
    expect(day.calls).toBeLessThanOrEqual(day.callsAllowed);
    expect(day.worstOverrunSeconds).toBeLessThanOrEqual(0);
  });
});
