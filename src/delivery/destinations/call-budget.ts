/** The part of an organisation's daily calls that syncs may use; the rest is for people and other programs. */
export const SHARE = 0.8;
/** The part of the share that may be used in a burst. */
const BURST = 1 / 24;
const DAY_SECONDS = 86_400;
const SHORTEST_SECONDS = 1;
/** Calls by which arithmetic may be off, so that a send is not missed at the very time announced for it. */
const ROUNDING = 0.01;

/** Calls that an organisation's syncs have saved up, at a time. */
export interface CallSavings {
  readonly calls: number;
  readonly at: Date;
}

/**
 * A bucket of calls for one organisation: it fills evenly over the day, holds an hour's worth, and both
 * together are no more than the share of the day's calls. Small organisations have 15,000 calls a day,
 * one call a second would be 86,400.
 */
export class CallBudget {
  private readonly capacity: number;
  private readonly perSecond: number;

  constructor(callsPerDay: number, share = SHARE) {
    this.capacity = callsPerDay * share * BURST;
    this.perSecond = (callsPerDay * share - this.capacity) / DAY_SECONDS;
  }

  full(at: Date): CallSavings {
    return { calls: this.capacity, at };
  }

  /** What is saved up by `now`. May be negative after a send that took more than was there. */
  available(saved: CallSavings, now: Date): number {
    const elapsed = Math.max(0, (now.getTime() - saved.at.getTime()) / 1_000);
    return Math.min(this.capacity, saved.calls + elapsed * this.perSecond);
  }

  /** Whole sends of so many calls that can be paid for now. */
  sends(saved: CallSavings, callsPerSend: number, now: Date): number {
    return Math.max(0, Math.floor((this.available(saved, now) + ROUNDING) / callsPerSend));
  }

  spend(saved: CallSavings, calls: number, now: Date): CallSavings {
    return { calls: this.available(saved, now) - calls, at: now };
  }

  /** Seconds from one send of so many calls to the next: until it can be paid for, and never less than one. */
  interval(saved: CallSavings, callsPerSend: number, now: Date): number {
    return Math.max(SHORTEST_SECONDS, this.wait(saved, callsPerSend, now));
  }

  /**
   * When a send may follow on one that began at `begunAt` and is through now: the interval is counted from its beginning,
   * however long it took, and what it costs must be there. `part`: the part of the calls that the sync has.
   */
  nextAt(saved: CallSavings, callsPerSend: number, begunAt: Date, now: Date, part = 1): Date {
    const interval = this.interval(saved, callsPerSend, now) / part;
    const payable = this.wait(saved, callsPerSend, now) / part;
    return new Date(Math.max(begunAt.getTime() + interval * 1_000, now.getTime() + payable * 1_000));
  }

  private wait(saved: CallSavings, callsPerSend: number, now: Date): number {
    return Math.max(0, (callsPerSend - this.available(saved, now)) / this.perSecond);
  }
}
