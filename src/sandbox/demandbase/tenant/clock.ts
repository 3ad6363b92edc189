const DAY = 86_400_000;

/** The organisation's clock: that of the machine, and as much further as somebody moved it. */
export class Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** The day, UTC, e.g. `2026-03-01`. */
  day(): string {
    return this.now().toISOString().slice(0, 10);
  }

  nextMidnight(): Date {
    return new Date((Math.floor(this.now().getTime() / DAY) + 1) * DAY);
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1_000;
  }

  moveTo(moment: Date): void {
    this.#ahead = Math.max(this.#ahead, moment.getTime() - Date.now());
  }
}
