import type { Failure, Target } from '../system.js';
import { SystemError } from '../system.js';
import type { MarketoClient } from './client.js';
import { CallFailure, idOf, isObject, textOf } from './failure.js';
import { isId } from './objects.js';
import { nothingFound, readable, type Row } from './reading.js';
import type { MarketoSettings } from './settings.js';

/** Codes by which Marketo says that there is a list of this name already. */
const nameTaken = ['709', '1017'];

/** Finds the list that people named, or makes it in the folder that is set. Throws `SystemError`. */
export async function resolveList(
  client: MarketoClient,
  { listFolderId }: MarketoSettings,
  named: { readonly id?: string; readonly name?: string },
): Promise<Target> {
  if (named.id !== undefined) return byId(client, named.id);
  const name = named.name?.trim() ?? '';
  if (name === '') throw misconfigured('No static list is named.', 'Name one by `id` or `name`.');
  const found = await byName(client, name);
  if (found) return found;
  if (listFolderId === null) {
    throw misconfigured(
      `There is no static list named "${name}" in Marketo.`,
      'Make it there, or set `listFolderId` of the destination to have it made.',
    );
  }
  return make(client, listFolderId, name);
}

async function byId(client: MarketoClient, id: string): Promise<Target> {
  const query = [['id', id] as const];
  const reading = isId(id)
    ? nothingFound(client.request({ method: 'GET', path: '/rest/v1/lists.json', query }))
    : Promise.resolve({ result: [], nextPageToken: null });
  const { result } = await readable(client, reading);
  const [list] = result.filter(isObject).flatMap((row) => targetIn(row) ?? []);
  if (list?.id === id) return list;
  throw misconfigured(
    `There is no static list ${id} in Marketo.`,
    'Correct the id of the target of the sync.',
  );
}

/** The search is exact; a name of another case is another list. */
async function byName(client: MarketoClient, name: string): Promise<Target | null> {
  const path = '/rest/asset/v1/staticList/byName.json';
  const reading = client.request({ method: 'GET', path, query: [['name', name]] });
  const { result } = await readable(client, nothingFound(reading));
  const lists = result.filter(isObject).flatMap((row) => targetIn(row) ?? []);
  const [first, second] = lists.filter((list) => list.name === name);
  if (second) {
    throw misconfigured(`Several static lists are named "${name}".`, 'Name the one that is meant by its id.');
  }
  return first ?? null;
}

/** A list whose making was not confirmed is there the next time it is looked for. */
async function make(client: MarketoClient, folder: number, name: string): Promise<Target> {
  const form = new URLSearchParams({ folder: JSON.stringify({ id: folder, type: 'Folder' }), name });
  form.set('description', 'Filled by Tributary.');
  const body = { type: 'application/x-www-form-urlencoded', content: form.toString() };
  const call = { method: 'POST', path: '/rest/asset/v1/staticLists.json', body } as const;
  try {
    const { result } = await client.turns.take(() => client.request(call));
    const [list] = result.filter(isObject).flatMap((row) => targetIn(row) ?? []);
    if (list) return list;
  } catch (error) {
    const isTaken = error instanceof CallFailure && nameTaken.some((code) => error.has(code));
    if (!isTaken) return readable(client, Promise.reject(error));
  }
  const standing = await byName(client, name);
  if (standing) return standing;
  throw misconfigured(
    `Marketo refused to make a static list named "${name}".`,
    'Another asset may have this name. Choose another one, or make the list by hand.',
  );
}

function targetIn(row: Row): Target | null {
  const id = idOf(row.id);
  const name = textOf(row.name);
  return id === null || name === null ? null : { id, name };
}

function misconfigured(message: string, advice: string): SystemError {
  const failure: Failure = { code: 'LIST_NOT_FOUND', message, field: null, advice, whoActs: 'admin' };
  return new SystemError('misconfigured', failure);
}
