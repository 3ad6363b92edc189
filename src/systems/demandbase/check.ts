import type { CheckItem } from '../system.js';
import { SystemError } from '../system.js';
import type { DemandbaseClient } from './client.js';
import { kindOf, type ListKind } from './columns.js';
import { asSystemError } from './failure.js';

/**
 * Asks for the sources of an import, which needs a good token and the permission to import and changes nothing.
 * Throws `SystemError`.
 */
export async function tryImport(client: DemandbaseClient, { entity }: ListKind): Promise<void> {
  try {
    await client.request({ method: 'GET', api: 'import', path: `/${entity}/sources` });
  } catch (error) {
    throw asSystemError(error);
  }
}

/** What must be true before lists are filled; each failing item says how to mend it. */
export async function checkOrganisation(client: DemandbaseClient, object: string): Promise<CheckItem[]> {
  const imports = await item('import', async () => {
    await tryImport(client, kindOf(object));
    return `The import of ${kindOf(object).title.toLowerCase()}s is allowed.`;
  });
  if (!imports.ok) return [imports];
  const exports = await item('export', async () => {
    try {
      await client.request({ method: 'GET', api: 'export', path: '/jobs?perPage=1' });
    } catch (error) {
      throw asSystemError(error);
    }
    return 'Exports are allowed: it can be proved who landed on a list.';
  });
  return [imports, exports];
}

async function item(name: string, attempt: () => Promise<string>): Promise<CheckItem> {
  try {
    return { name, ok: true, message: await attempt() };
  } catch (error) {
    if (error instanceof SystemError)
      return { name, ok: false, message: `${error.message} ${error.failure.advice}` };
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
