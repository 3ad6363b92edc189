import { nextRunAt } from './next-run.js';
import { quietHoursProblems, quietPeriod, type QuietHours } from './quiet-hours.js';
import { restOf } from './rest.js';

const nights: QuietHours = { from: '22:00', to: '06:00', timeZone: 'Europe/Paris' };
const lunch: QuietHours = { from: '12:00', to: '13:30', timeZone: 'UTC', days: ['mon', 'fri'] };
const at = (time: string) => new Date(time);

describe('Quiet hours', () => {
  it.each([
    ['just before they begin', nights, '2026-03-02T20:59:59Z', null],
    ['as they begin', nights, '2026-03-02T21:00:00Z', '2026-03-03T05:00:00Z'],
    ['after midnight', nights, '2026-03-03T03:00:00Z', '2026-03-03T05:00:00Z'],
    ['as they end', nights, '2026-03-03T05:00:00Z', null],
    ['in the night in which clocks go forward', nights, '2026-03-29T03:30:00Z', '2026-03-29T04:00:00Z'],
    ['in the night in which clocks go back', nights, '2026-10-25T04:30:00Z', '2026-10-25T05:00:00Z'],
    ['on one of their days', lunch, '2026-03-02T12:30:00Z', '2026-03-02T13:30:00Z'],
    ['on another day', lunch, '2026-03-03T12:30:00Z', null],
    [
      'in a night that began on one of their days',
      { ...nights, days: ['mon' as const] },
      '2026-03-03T02:00:00Z',
      '2026-03-03T05:00:00Z',
    ],
    ['in the night after', { ...nights, days: ['mon' as const] }, '2026-03-04T02:00:00Z', null],
  ])('%s', (_when, hours, now, until) => {
    expect(quietPeriod(hours, at(now))?.until ?? null).toEqual(until && at(until));
  });

  it('are refused where they never end or their zone is none', () => {
    expect(quietHoursProblems({ ...nights, to: '22:00' })[0]?.path).toBe('schedule.quietHours.to');
    expect(quietHoursProblems({ ...nights, timeZone: 'Europe/Atlantis' })[0]?.message).toMatch(/zone/i);
    expect(quietHoursProblems(nights)).toEqual([]);
  });
});

describe('A scheduled sync', () => {
  const now = at('2026-03-02T12:00:00Z');
  const sync = {
    enabled: true,
    schedule: { mode: 'cron' as const, cron: '0 3 * * *', timeZone: 'UTC', quietHours: nights },
    pausedAt: null,
    pausedUntil: null,
  };

  it('runs when the quiet hours end in which its time lies', () => {
    expect(nextRunAt(sync, now)).toEqual(at('2026-03-03T05:00:00Z'));
  });

  it('runs when its pause ends, and not in the quiet hours in which that may be', () => {
    const paused = { ...sync, pausedAt: now };
    expect(nextRunAt({ ...paused, pausedUntil: at('2026-03-04T09:00:00Z') }, now)).toEqual(
      at('2026-03-04T09:00:00Z'),
    );
    expect(nextRunAt({ ...paused, pausedUntil: at('2026-03-03T23:00:00Z') }, now)).toEqual(
      at('2026-03-04T05:00:00Z'),
    );
    expect(nextRunAt(paused, now)).toBeNull();
  });

  it('rests while it is paused, and no longer', () => {
    const pausedUntil = at('2026-03-02T13:00:00Z');
    expect(restOf({ ...sync, pausedAt: now, pausedUntil }, now)).toMatchObject({
      reason: 'paused',
      until: pausedUntil,
    });
    expect(restOf({ ...sync, pausedAt: now, pausedUntil }, pausedUntil)).toBeNull();
  });
});
