import type { CheckItem } from '../system.js';
import { SystemError } from '../system.js';
import { json, type MarketoClient } from './client.js';
import type { Descriptions, MarketoDescription } from './describe.js';
import { isObject, vendorErrors } from './failure.js';
import { readable } from './reading.js';
import type { MarketoSettings } from './settings.js';

/** What must be true of an instance before records go there; each failing item says how to mend it. Never throws. */
export async function checkInstance(
  client: MarketoClient,
  descriptions: Descriptions,
  settings: MarketoSettings,
  object: string,
): Promise<CheckItem[]> {
  const signIn = await item('sign-in', async () => {
    await client.signIn();
    return `Signed in to ${client.instance}.`;
  });
  if (!signIn.ok) return [signIn];
  descriptions.forget(object);
  const api = await item('api', async () => {
    if (object === 'static-list') return listsCanBeRead(client);
    const { fields } = await descriptions.of(object);
    return `The API answers; ${fields.size} fields of ${object} are visible.`;
  });
  if (!api.ok) return [signIn, api];
  if (object === 'company') return [signIn, api, await item('companies', () => companiesAreOpen(client))];
  if (object === 'static-list') return [signIn, api, folderCheck(settings)];
  const description = await descriptions.of(object);
  return [
    signIn,
    api,
    lookupCheck(description, settings),
    keyCheck(description, settings),
    creationCheck(settings),
  ];
}

function lookupCheck({ searchable }: MarketoDescription, { lookupField }: MarketoSettings): CheckItem {
  const ok = searchable.has(lookupField);
  const message = ok
    ? `People are matched by ${lookupField}. The public API of Marketo cannot search an ECID.`
    : `Marketo cannot search leads by ${lookupField}. Set \`lookupField\` to one of: ${[...searchable].join(', ')}.`;
  return { name: 'lookup-field', ok, message };
}

function keyCheck({ searchable, fields }: MarketoDescription, { keyField }: MarketoSettings): CheckItem {
  const name = 'key-field';
  if (keyField === null) {
    const message = 'No key field is set: a lead whose creation was not confirmed is found again by e-mail.';
    return { name, ok: true, message };
  }
  const field = fields.get(keyField);
  if (!field?.updateable) {
    const message = `${keyField} is not there or cannot be written. Create a custom field of type string with this API name, or leave \`keyField\` out.`;
    return { name, ok: false, message };
  }
  if (!searchable.has(keyField)) {
    const message = `Marketo cannot search leads by ${keyField}. Use a custom field of type string, or leave \`keyField\` out.`;
    return { name, ok: false, message };
  }
  return { name, ok: true, message: `${keyField} can be searched and written; it holds our key.` };
}

function creationCheck({ creates }: MarketoSettings): CheckItem {
  const message = creates
    ? 'People who are not in Marketo are created there.'
    : 'No lead is ever created: people who are not in Marketo are held as no-such-lead.';
  return { name: 'creation', ok: true, message };
}

async function listsCanBeRead(client: MarketoClient): Promise<string> {
  await readable(
    client,
    client.request({ method: 'GET', path: '/rest/v1/lists.json', query: [['batchSize', '1']] }),
  );
  return 'The API answers; static lists can be read.';
}

function folderCheck({ listFolderId }: MarketoSettings): CheckItem {
  const message =
    listFolderId === null
      ? 'No folder is set: static lists are used, not made. Set `listFolderId` to have them made.'
      : `Static lists that do not exist are made in folder ${listFolderId}.`;
  return { name: 'folder', ok: true, message };
}

/**
 * Where a native CRM sync keeps the companies, they may be readable and still closed to writing. An update of a
 * company that cannot exist tells, and changes nothing.
 */
async function companiesAreOpen(client: MarketoClient): Promise<string> {
  const body = json({
    action: 'updateOnly',
    dedupeBy: 'dedupeFields',
    input: [{ externalCompanyId: 'tributary-connection-check' }],
  });
  const call = { method: 'POST', path: '/rest/v1/companies.json', body } as const;
  const { result } = await readable(
    client,
    client.turns.take(() => client.request(call)),
  );
  const reasons = result.filter(isObject).flatMap((row) => vendorErrors(row.reasons));
  if (reasons.some(({ code }) => code === '1018')) {
    throw new Error(
      'The native CRM sync of this instance keeps its companies (1018). Companies cannot be synced here; people and lists can.',
    );
  }
  return 'Companies can be written.';
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
