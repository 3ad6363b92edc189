import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDatabase } from '../support/databases.js';

/** Resolves when every lead that was received has been read. */
export async function untilRead(database: BenchDatabase): Promise<void> {
  for (;;) {
    const [found] = await database.query<{ some: boolean }>(
      `SELECT EXISTS (SELECT FROM lead_event WHERE status = 'received') AS some`,
    );
    if (!found?.some) return;
    await pause(200);
  }
}
