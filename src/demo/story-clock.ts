import { Clock } from '../platform/clock.js';

/** The service's clock, which the story moves on so that nobody waits for a night. */
export class StoryClock extends Clock {
  private ahead = 0;

  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  advance(milliseconds: number): void {
    this.ahead += milliseconds;
  }

  moveTo(moment: Date): void {
    this.advance(Math.max(0, moment.getTime() - this.now().getTime()));
  }
}
