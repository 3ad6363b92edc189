const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/** Attempts after which a record that keeps failing becomes a dead letter: about an hour and a half. */
export const MOST_ATTEMPTS = 25;

/**
 * How long to wait after so many failed attempts, in milliseconds: up to 1 s after the first, doubling up to
 * 5 minutes. Half of it is chance (`random`, 0 to 1), so that records that failed together come back apart.
 */
export function backOff(failedAttempts: number, random = Math.random()): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failedAttempts - 1));
  return Math.round(most * (0.5 + random / 2));
}
