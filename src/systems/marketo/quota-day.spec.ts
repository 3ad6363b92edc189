import { secondsToNextDay } from './quota-day.js';

describe("The end of Marketo's day", () => {
  it.each([
    ['in winter, at midnight in Chicago and 5 min', '2026-01-10T05:00:00Z', 3_600 + 300],
    ['in summer, first at midnight in Chicago', '2026-07-10T04:00:00Z', 3_600 + 300],
    ['in summer, then at midnight of standard time', '2026-07-10T05:30:00Z', 1_800 + 300],
    ['just after the day has turned, until it is sure to have', '2026-01-10T06:01:00Z', 240],
    ['right after that, a day later', '2026-01-10T06:05:01Z', 24 * 3_600 - 1],
  ])('is %s', (_, now, seconds) => {
    expect(secondsToNextDay(new Date(now))).toBe(seconds);
  });
});
