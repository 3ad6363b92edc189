import { simulateDay } from './simulated-day.js';

/** Prints what a day of one lead a second costs an organisation of 15,000 calls a day, as one JSON object. */
export async function benchDay([hours = '24']: readonly string[]): Promise<void> {
  process.stdout.write(`${JSON.stringify(await simulateDay(Number(hours)), null, 2)}\n`);
}
