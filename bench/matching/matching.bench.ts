import { parseArgs } from 'node:util';
import { benchArrivals } from './arrivals/arrivals.js';
import { benchInMemory } from './in-memory.js';

/**
 * How fast the matching of people is: the engine alone, with all leads in memory, then leads that arrive in batches
 * on PostgreSQL. `--only memory` or `--only arrivals` leaves the other out.
 */
export async function benchMatching(args: readonly string[]): Promise<void> {
  const { leads, only } = parseArgs({
    args: [...args],
    options: { leads: { type: 'string', default: '1000000' }, only: { type: 'string' } },
  }).values;
  if (only !== 'arrivals') await benchInMemory(Number(leads));
  if (only !== 'memory') await benchArrivals(Number(leads));
}
