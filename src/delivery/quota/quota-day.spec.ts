import { quotaDay, rolledOut, slotOf } from './quota-day.js';

const at = (time: string) => new Date(time);

describe('The day of a quota', () => {
  it.each([
    ['2026-03-01T12:00:00Z', 'UTC', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['2026-03-01T00:00:00Z', 'UTC', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['2026-03-01T05:59:59Z', 'America/Chicago', '2026-02-28T06:00:00Z', '2026-03-01T06:00:00Z'],
    // Clocks go forward on the one and back on the other.
    ['2026-03-08T20:00:00Z', 'America/Chicago', '2026-03-08T06:00:00Z', '2026-03-09T05:00:00Z'],
    ['2026-11-02T05:30:00Z', 'America/Chicago', '2026-11-01T05:00:00Z', '2026-11-02T06:00:00Z'],
  ])('at %s in %s began at %s and ends at %s', (now, dayEndsIn, since, endsAt) => {
    expect(quotaDay({ dayEndsIn }, at(now))).toEqual({ since: at(since), endsAt: at(endsAt) });
  });

  it('rolls where the vendor names no midnight, and frees a slot only when all of it is 24 hours old', () => {
    const now = at('2026-03-02T12:03:00Z');
    const { since, endsAt } = quotaDay({}, now);
    expect([since, endsAt]).toEqual([at('2026-03-01T12:00:00Z'), null]);
    expect(rolledOut(slotOf(now))).toEqual(at('2026-03-03T12:05:00Z'));
  });
});
