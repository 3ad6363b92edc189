const hour = 3_600;
const day = 24 * hour;
/** Marketo counts anew at midnight and may be a little late about it. */
const grace = 300;
/** Midnight of Central Standard Time, as Marketo words it, in seconds of the UTC day. */
const standardMidnight = 6 * hour;

/**
 * Seconds until the day's calls are counted anew, "12:00 AM CST". The guide does not say whether summer time
 * moves it, so that in summer it is tried at both moments.
 */
export function secondsToNextDay(now: Date): number {
  const inChicago = day - secondsOfDay(now, 'America/Chicago');
  const inStandardTime = (standardMidnight - secondsOfDay(now, 'UTC') + 2 * day) % day;
  const waits = [inChicago, inStandardTime].flatMap((seconds) => [seconds + grace, seconds + grace - day]);
  return Math.min(...waits.filter((seconds) => seconds > 0));
}

function secondsOfDay(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return (part.hour ?? 0) * hour + (part.minute ?? 0) * 60 + (part.second ?? 0);
}
