import { decimals, progress, whole } from './report.js';

const EVERY_MS = 5_000;

/** Tells every few seconds how much of something is done, how fast it goes and how long it will take. */
export class UnderWay {
  private readonly begun = performance.now();
  private told = this.begun;
  private done = 0;

  constructor(
    private readonly what: string,
    private readonly total: number,
  ) {}

  add(count: number): void {
    this.done += count;
    const now = performance.now();
    if (count === 0) return;
    if (now - this.told < EVERY_MS && this.done < this.total) return;
    this.told = now;
    const rate = (this.done / (now - this.begun)) * 1_000;
    const left = (this.total - this.done) / rate;
    progress(
      `${this.what}: ${whole(this.done)} of ${whole(this.total)}, ${whole(rate)} a second, ${decimals(left, 0)} s left`,
    );
  }
}
