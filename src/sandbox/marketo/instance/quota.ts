import type { Clock } from './clock.js';
import type { InstanceSettings } from './settings.js';

/** What the instance still takes: calls of the day, of the window, at once ("Best Practices", API limits). */
export class Quota {
  /** Calls of the present day. */
  callsUsed = 0;
  #day = '';
  #window: number[] = [];
  #inFlight = 0;
  #mostAtOnce = 0;

  constructor(
    private readonly clock: Clock,
    private readonly settings: () => Readonly<InstanceSettings>,
  ) {}

  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  /** Notes a call that arrives; answers how many there are at once now. Its end is to be noted too. */
  begin(): number {
    this.#inFlight++;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#inFlight);
    return this.#inFlight;
  }

  end(): void {
    this.#inFlight--;
  }

  isDaySpent(): boolean {
    this.#turnDay();
    return this.callsUsed >= this.settings().callLimit;
  }

  isWindowFull(): boolean {
    const { windowSeconds, callsPerWindow } = this.settings();
    const since = this.clock.now() - windowSeconds * 1_000;
    this.#window = this.#window.filter((at) => at > since);
    return this.#window.length >= callsPerWindow;
  }

  count(): void {
    this.#turnDay();
    this.callsUsed++;
    this.countInWindow();
  }

  countInWindow(): void {
    this.#window.push(this.clock.now());
  }

  reset(): void {
    this.callsUsed = 0;
    this.#window = [];
    this.#mostAtOnce = this.#inFlight;
  }

  #turnDay(): void {
    const day = this.today();
    if (day !== this.#day && this.#day !== '') this.callsUsed = 0;
    this.#day = day;
  }

  /** E.g. `2026-03-01`, as the vendor counts days. */
  today(): string {
    const now = this.clock.now();
    if (this.settings().dayEnds === 'fixed') return new Date(now - 6 * 3_600_000).toISOString().slice(0, 10);
    return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(now);
  }
}
