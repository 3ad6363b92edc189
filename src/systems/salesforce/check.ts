import { withAdvice } from '../advice.js';
import type { CheckItem } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { unknownObject, type Descriptions, type SObjectDescription } from './describe.js';
import { objectOf, sObjectOf, type SalesforceObject } from './objects.js';

/** What must be true of an org before records of an object go there; each failing item says how to mend it. */
export async function checkOrganisation(
  client: SalesforceClient,
  descriptions: Descriptions,
  name: string,
  externalIdField: string,
): Promise<CheckItem[]> {
  const signIn = await item('sign-in', async () => {
    const { organisationId, instanceUrl } = await client.session();
    return `Signed in to organisation ${organisationId} at ${instanceUrl}.`;
  });
  if (!signIn.ok) return [signIn];
  descriptions.forget(name);
  const api = await item('api', async () => {
    const { fields } = await descriptions.of(name);
    return `The API answers; ${fields.size} fields of ${sObjectOf(name)} are visible.`;
  });
  const object = objectOf(name);
  if (!api.ok || object === null) return [signIn, api];
  const description = await descriptions.of(name);
  const reads = object.reads.map((read) => readCheck(descriptions, read));
  return [
    signIn,
    api,
    rightsCheck(description, object),
    ...(object.identity === 'key' ? [externalIdCheck(description, object, externalIdField)] : []),
    ...(await Promise.all(reads)),
  ];
}

function rightsCheck(description: SObjectDescription, { sObject, isRemoved }: SalesforceObject): CheckItem {
  const wanted: readonly [has: boolean, right: string][] = [
    [description.createable, 'create'],
    [description.updateable, 'edit'],
    ...(isRemoved ? [[description.deletable, 'delete'] as const satisfies [boolean, string]] : []),
  ];
  const lacking = wanted.filter(([has]) => !has).map(([, right]) => right);
  const all = wanted.map(([, right]) => right);
  const message =
    lacking.length === 0
      ? `${sObject} may be ${listed(all.map((right) => pastOf[right] ?? right))}.`
      : `The integration user may not ${listed(lacking)} ${sObject}. Grant ${listed(all.map(capitalised))} on it.`;
  return { name: 'rights', ok: lacking.length === 0, message };
}

const pastOf: Readonly<Record<string, string>> = { create: 'created', edit: 'edited', delete: 'deleted' };

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

async function readCheck(
  descriptions: Descriptions,
  { object, check, why }: SalesforceObject['reads'][number],
): Promise<CheckItem> {
  const sObject = sObjectOf(object);
  if (sObject === null) throw unknownObject(object);
  return item(check, async () => {
    if ((await descriptions.of(object)).queryable) return `${sObject}s can be looked up.`;
    throw new Error(
      `The integration user may not read ${sObject}s, ${why}. Grant read access to ${sObject}.`,
    );
  });
}

function externalIdCheck(
  { fields }: SObjectDescription,
  { sObject }: SalesforceObject,
  name: string,
): CheckItem {
  const where = `${sObject}.${name}`;
  const field = fields.get(name);
  if (!field) {
    return failedExternalId(
      `${where} is not there or not visible. Create a text field of 40 characters or more with this API name, ` +
        'mark it External ID and Unique, and give the integration user edit access to it; or set `externalIdField`.',
    );
  }
  if (!field.externalId)
    return failedExternalId(`${where} is no external id. Edit the field and tick External ID.`);
  if (!field.unique) {
    return failedExternalId(
      `${where} is not unique, so two records could carry one key. Edit the field and tick "Do not allow duplicate values".`,
    );
  }
  if (!field.createable || !field.updateable) {
    return failedExternalId(
      `${where} is read-only for the integration user. Grant edit access to it (field-level security).`,
    );
  }
  return { name: 'external-id', ok: true, message: `${where} is an external id, unique and writable.` };
}

function failedExternalId(message: string): CheckItem {
  return { name: 'external-id', ok: false, message };
}

async function item(name: string, attempt: () => Promise<string>): Promise<CheckItem> {
  try {
    return { name, ok: true, message: await attempt() };
  } catch (error) {
    if (error instanceof SystemError)
      return { name, ok: false, message: withAdvice({ ...error.failure, message: error.message }) };
    return { name, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
