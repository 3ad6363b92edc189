import { CallRefused } from '../api/refusals.js';
import type { Clock } from './clock.js';
import type { TenantSettings } from './settings.js';

/** The settings that bound a day. */
export type Counted = Extract<keyof TenantSettings, `${string}PerDay`>;

/** What was asked for today, UTC. */
export class DayCounts {
  #day = '';
  #counts = new Map<Counted, number>();

  constructor(private readonly clock: Clock) {}

  /** Counts a call. Throws {@link CallRefused}, marked as a violation, where the day has no more of its kind. */
  spend(what: Counted, limit: number, refusal: () => CallRefused): void {
    this.#turn();
    const used = this.#counts.get(what) ?? 0;
    if (used >= limit) {
      throw new CallRefused(refusal().answer, `more calls than a day has: ${what} is ${limit}`);
    }
    this.#counts.set(what, used + 1);
  }

  today(): Readonly<Record<string, number>> {
    this.#turn();
    return Object.fromEntries(this.#counts);
  }

  #turn(): void {
    if (this.#day === this.clock.day()) return;
    this.#day = this.clock.day();
    this.#counts = new Map();
  }
}
