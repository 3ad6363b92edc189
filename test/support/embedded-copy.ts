import { existsSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from './wait-for.js';

/** Copies the migrated database of this run into a data directory; does nothing where the run has none. */
export async function copyTemplate(into: string): Promise<void> {
  const template = process.env.TEST_EMBEDDED_TEMPLATE;
  if (!template) return;
  const [database, failure] = [join(template, 'database'), join(template, 'failure')];
  await waitFor(
    () => {
      if (existsSync(failure)) throw new Error(readFileSync(failure, 'utf8'));
      return existsSync(database);
    },
    { within: 90_000, what: 'the migrated database to be made' },
  );
  await cp(database, join(into, 'database'), { recursive: true });
}
