import { jest } from '@jest/globals';
import { Sessions } from './sessions.js';

describe('a session', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('begins with its prefix and lasts until it is ended', () => {
    const sessions = new Sessions('org!');
    const [one, two] = [sessions.open(), sessions.open()];
    expect(one).toMatch(/^org!.{40}/);
    jest.setSystemTime(10 ** 12);
    expect([sessions.use(one), sessions.use(two), sessions.use('other')]).toEqual([true, true, false]);
    expect([sessions.revoke(one), sessions.revoke(one), sessions.use(one)]).toEqual([true, false, false]);
    expect([sessions.revokeAll(), sessions.use(two)]).toEqual([1, false]);
  });

  it('is good for so many calls, so many seconds, and no longer idle than allowed', () => {
    const sessions = new Sessions();
    const [calls, seconds, idle] = [
      sessions.open({ calls: 2 }),
      sessions.open({ seconds: 60 }),
      sessions.open({ calls: null, seconds: null }),
    ];
    expect([1, 2, 3].map(() => sessions.use(calls))).toEqual([true, true, false]);
    expect(sessions.use(seconds)).toBe(true);
    jest.setSystemTime(59_999);
    expect([sessions.use(seconds), sessions.use(idle, 60)]).toEqual([true, true]);
    jest.setSystemTime(120_000);
    expect([sessions.use(seconds), sessions.use(idle, 60)]).toEqual([false, false]);
  });
});
