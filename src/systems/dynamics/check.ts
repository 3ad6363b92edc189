import { withAdvice } from '../advice.js';
import type { CheckItem } from '../system.js';
import { SystemError } from '../system.js';
import type { DynamicsClient } from './client.js';
import { asSystemError, CallFailure } from './failure.js';
import { whoAmI } from './identity.js';
import type { Descriptions, TableDescription } from './metadata.js';

/** Without these an opt-out of a person has nowhere to go. */
const optOuts = ['donotemail', 'donotbulkemail', 'donotphone'];

/** What must be true of an environment before records go there; each failing item says how to mend it. */
export async function checkEnvironment(
  client: DynamicsClient,
  descriptions: Descriptions,
  object: string,
  alternateKey: string,
): Promise<CheckItem[]> {
  const signIn = await item('sign-in', async () => {
    await client.signIn();
    return 'Microsoft Entra issued a token for the app.';
  });
  if (!signIn.ok) return [signIn];
  const user = await item('application-user', async () => {
    const { organisationId, userId } = await whoAmI(client);
    return `The app works as user ${userId} of environment ${organisationId}.`;
  });
  if (!user.ok) return [signIn, user];
  descriptions.forget(object);
  const table = await item('table', async () => {
    const { table: described, fields } = await descriptions.of(object);
    await client.read(`${described.entitySet}?$select=${described.idColumn}&$top=1`);
    return `${fields.size} columns of ${object} are described, and its records may be read.`;
  });
  if (!table.ok) return [signIn, user, table];
  const description = await descriptions.of(object);
  const checks = [
    signIn,
    user,
    table,
    keyCheck(description, alternateKey),
    columnCheck(description, alternateKey),
  ];
  return object === 'lead' ? [...checks, await contactCheck(client)] : checks;
}

function keyCheck({ object, keys, fields }: TableDescription, column: string): CheckItem {
  const where = `${object}.${column}`;
  const key = keys.find(({ columns }) => columns.length === 1 && columns[0] === column);
  if (!fields.has(column)) {
    return failedKey(
      `${where} is not there. Add a text column of 100 characters with this logical name to the table, and declare ` +
        'it as an alternate key (Keys, New key); or set `alternateKey`.',
    );
  }
  if (!key) {
    return failedKey(
      `${where} is no alternate key. Open the table in Power Apps, Keys, New key, choose the column alone.`,
    );
  }
  if (key.status !== 'Active') {
    return failedKey(
      key.status === 'Failed'
        ? `The index of the key ${where} failed, usually because two records hold one value. Clear them and reactivate the key.`
        : `The key ${where} is still being built (${key.status}). Wait some minutes; nothing can be sent until it is active.`,
    );
  }
  return { name: 'alternate-key', ok: true, message: `${where} is an alternate key and active.` };
}

function failedKey(message: string): CheckItem {
  return { name: 'alternate-key', ok: false, message };
}

function columnCheck({ object, fields }: TableDescription, column: string): CheckItem {
  const key = fields.get(column);
  const problems = [
    ...(key && !(key.createable && key.updateable) ? [`${column} cannot be written`] : []),
    ...(key?.maxLength && key.maxLength < 36
      ? [`${column} takes ${key.maxLength} characters and needs 36`]
      : []),
    ...optOuts
      .filter((name) => !fields.get(name)?.updateable)
      .map((name) => `${name} is not there or cannot be written`),
  ];
  return problems.length === 0
    ? { name: 'columns', ok: true, message: `The columns of ${object} that are needed can be written.` }
    : {
        name: 'columns',
        ok: false,
        message: `In ${object}: ${problems.join('; ')}. Change the columns or their security.`,
      };
}

function contactCheck(client: DynamicsClient): Promise<CheckItem> {
  return item('contacts', async () => {
    await client.read('contacts?$select=contactid&$top=1');
    return 'Contacts can be looked up.';
  });
}

async function item(name: string, attempt: () => Promise<string>): Promise<CheckItem> {
  try {
    return { name, ok: true, message: await attempt() };
  } catch (thrown) {
    const error = thrown instanceof CallFailure ? asSystemError(thrown) : thrown;
    const isKnown = error instanceof SystemError;
    return {
      name,
      ok: false,
      message: isKnown ? `${error.failure.code}: ${withAdvice(error.failure)}` : String(error),
    };
  }
}
