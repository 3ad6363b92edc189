import type { EnvironmentSettings } from './settings.js';

export interface Breach {
  readonly code: '0x80072322' | '0x80072321' | '0x80072326';
  readonly message: string;
  /** Seconds. */
  readonly retryAfter: number;
}

type Limits = Pick<
  EnvironmentSettings,
  'requestLimit' | 'executionMsLimit' | 'concurrencyLimit' | 'windowSeconds' | 'executionMs'
>;

/** Seconds added for each call that comes in spite of a refusal. */
const PENALTY_SECONDS = 5;

/** Service protection of one user on one web server: what was asked for within a window that slides. */
export class Protection {
  #taken: { readonly at: number; readonly executionMs: number }[] = [];
  #refusedUntil = 0;

  /** Takes a call, or says which limit refuses it; calls that push on are put off longer. */
  take(limits: Limits, concurrent: number): Breach | null {
    if (concurrent >= limits.concurrencyLimit) {
      const message = `Number of concurrent requests exceeded the limit of ${limits.concurrencyLimit}.`;
      return { code: '0x80072326', message, retryAfter: PENALTY_SECONDS };
    }
    const now = performance.now();
    const windowMs = limits.windowSeconds * 1000;
    this.#taken = this.#taken.filter(({ at }) => now - at < windowMs);
    const breach = this.#breach(limits, now, windowMs);
    if (!breach) this.#taken.push({ at: now, executionMs: limits.executionMs });
    return breach;
  }

  remaining({ requestLimit }: Limits): number {
    return Math.max(0, requestLimit - this.#taken.length);
  }

  reset(): void {
    this.#taken = [];
    this.#refusedUntil = 0;
  }

  #breach(limits: Limits, now: number, windowMs: number): Breach | null {
    const executionMs = this.#taken.reduce((sum, call) => sum + call.executionMs, 0);
    const isTooMany = this.#taken.length >= limits.requestLimit;
    const isTooLong = executionMs >= limits.executionMsLimit;
    if (!isTooMany && !isTooLong) {
      this.#refusedUntil = 0;
      return null;
    }
    const oldest = this.#taken[0]?.at ?? now;
    this.#refusedUntil = Math.max(oldest + windowMs, this.#refusedUntil + PENALTY_SECONDS * 1000);
    const retryAfter = Math.ceil((this.#refusedUntil - now) / 1000);
    const over = `over time window of ${limits.windowSeconds} seconds.`;
    return isTooMany
      ? {
          code: '0x80072322',
          message: `Number of requests exceeded the limit of ${limits.requestLimit} ${over}`,
          retryAfter,
        }
      : {
          code: '0x80072321',
          message: `Combined execution time of incoming requests exceeded limit of ${limits.executionMsLimit} milliseconds ${over}`,
          retryAfter,
        };
  }
}
