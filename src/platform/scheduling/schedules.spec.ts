import { nextTime } from './schedules.js';

const from = new Date('2026-03-28T12:00:00Z');

describe('nextTime', () => {
  it('reads the expression in its own time zone, across the change to summer time', () => {
    expect(nextTime('0 6 * * *', 'Europe/Paris', from).toISOString()).toBe('2026-03-29T04:00:00.000Z');
    expect(nextTime('0 6 * * *', 'Europe/Paris', new Date('2026-03-27T12:00:00Z')).toISOString()).toBe(
      '2026-03-28T05:00:00.000Z',
    );
  });

  it('is always later than the time it is asked from', () => {
    const due = nextTime('*/5 * * * *', 'UTC', from);
    expect(due.toISOString()).toBe('2026-03-28T12:05:00.000Z');
    expect(nextTime('*/5 * * * *', 'UTC', due).toISOString()).toBe('2026-03-28T12:10:00.000Z');
  });

  it.each([
    ['sixty past', 'UTC', /six/],
    ['60 * * * *', 'UTC', /60|range/i],
    ['0 6 * * *', 'Europe/Atlantis', /zone/i],
  ])('refuses %j in %s', (cron, zone, reason) => {
    expect(() => nextTime(cron, zone, from)).toThrow(reason);
  });
});
