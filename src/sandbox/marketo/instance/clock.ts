/** The sandbox's own time: that of the machine, and moved on by tests that cannot wait. */
export class Clock {
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1_000;
  }

  reset(): void {
    this.#ahead = 0;
  }
}

/** Marketo's way of writing a moment in the lead database, e.g. `2026-03-01T09:30:00Z`. */
export function timestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
