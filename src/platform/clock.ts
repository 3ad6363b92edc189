import { setTimeout as pause } from 'node:timers/promises';

/** The time by which due work is found and sends are paced; a simulation runs a day of it in minutes. */
export class Clock {
  now(): Date {
    return new Date();
  }

  async sleep(milliseconds: number): Promise<void> {
    await pause(milliseconds);
  }
}
