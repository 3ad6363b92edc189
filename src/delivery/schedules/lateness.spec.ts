import { latenessMessage, MISSED_AT_MOST, missedTimes } from './lateness.js';

const dueAt = new Date('2026-03-02T06:00:00Z');
const after = (minutes: number) => new Date(dueAt.getTime() + minutes * 60_000);
const hourly = { cron: '0 * * * *', timeZone: 'UTC', dueAt };

describe('Times of a schedule that passed', () => {
  it.each([
    ['none within a minute', 1, 0],
    ['the one that is later than that', 1.1, 1],
    ['each that passed since', 125, 3],
  ])('are %s', (_what, minutes, missed) => {
    expect(missedTimes(hourly, after(minutes))).toBe(missed);
  });

  it('are not counted for ever', () => {
    expect(missedTimes({ ...hourly, cron: '* * * * *' }, after(10_000))).toBe(MISSED_AT_MOST);
  });

  it('are told in words', () => {
    expect(latenessMessage(dueAt, after(125), 3)).toBe(
      'It was due at 2026-03-02T06:00:00.000Z and began 2 h 5 min late, since nothing ran at that time. It makes up for 3 times that passed.',
    );
    expect(latenessMessage(dueAt, after(7), 1)).toMatch(/7 min late, since nothing ran at that time\.$/);
  });
});
