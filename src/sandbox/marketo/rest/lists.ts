import { isObject } from '../../frame/index.js';
import { timestamp } from '../instance/clock.js';
import { LIST_FOLDER, type StaticList } from '../instance/static-lists.js';
import type { Answered, Route, RoutedCall } from './call.js';
import { malformed, refused, RowRefused } from './errors.js';
import { eachRow, MOST_RECORDS, readBody, readInput, required, valuesOf } from './input.js';
import { page } from './search.js';

/** Static lists as assets, and who is on them ("Static Lists" and "List Membership" of the developer guide). */
export function listRoutes(): readonly Route[] {
  const members = '/rest/v1/lists/:list/leads.json';
  return [
    { method: 'GET', path: '/rest/v1/lists.json', endpoint: 'lists-read', kind: 'look-up', handle: read },
    {
      method: 'GET',
      path: '/rest/asset/v1/staticList/byName.json',
      endpoint: 'lists-read',
      kind: 'look-up',
      handle: byName,
    },
    {
      method: 'POST',
      path: '/rest/asset/v1/staticLists.json',
      endpoint: 'list-create',
      kind: 'other',
      handle: create,
    },
    {
      method: 'GET',
      path: '/rest/v1/lists/:list/leads/ismember.json',
      endpoint: 'list-check',
      kind: 'look-up',
      handle: check,
    },
    { method: 'GET', path: members, endpoint: 'lists-read', kind: 'look-up', handle: showMembers },
    { method: 'POST', path: members, endpoint: 'list-add', kind: 'write', handle: add },
    { method: 'DELETE', path: members, endpoint: 'list-remove', kind: 'write', handle: remove },
  ];
}

function read({ instance, search }: RoutedCall): Answered {
  const [ids, names] = [valuesOf(search, 'id'), valuesOf(search, 'name')];
  const found = instance.lists
    .all()
    .filter(
      ({ id, name }) =>
        (ids.length === 0 || ids.includes(id)) && (names.length === 0 || names.includes(name)),
    );
  return page(
    found.map(({ id, name }) => ({ id: Number(id), name })),
    search,
  );
}

function byName({ instance, search }: RoutedCall): Answered {
  const list = instance.lists.named(required(search, 'name'));
  if (!list) throw refused('702', 'No assets found for the given search criteria.');
  return { result: [asset(list, instance.clock.now())] };
}

function create(call: RoutedCall): Answered {
  if (!call.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    throw malformed('612', 'Invalid Content Type');
  }
  const form = new URLSearchParams(call.text());
  const name = required(form, 'name');
  const folder = readFolder(required(form, 'folder'));
  const { lists, clock } = call.instance;
  if (folder.type !== 'Folder') throw refused('711', 'Wrong folder type');
  if (folder.id !== LIST_FOLDER) throw refused('710', 'Folder not found');
  if (lists.named(name)) throw refused('709', 'Static List with the same name already exists');
  return { result: [asset(lists.add(name, folder.id), clock.now())] };
}

function readFolder(text: string): { readonly id: unknown; readonly type: unknown } {
  try {
    const folder: unknown = JSON.parse(text);
    if (isObject(folder)) return { id: folder['id'], type: folder['type'] };
  } catch {
    throw malformed('709', 'folder is no JSON');
  }
  throw malformed('709', 'folder is no JSON object');
}

function asset({ id, name, folderId }: StaticList, now: number): object {
  const at = timestamp(now).replace('Z', 'Z+0000');
  return { id: Number(id), name, createdAt: at, updatedAt: at, folder: { id: folderId, type: 'Folder' } };
}

function check(call: RoutedCall): Answered {
  const { members } = listOf(call);
  const result = idsIn(call).map((id) => {
    if (!isLead(call, id)) return skipped(id, '1004', 'Lead not found');
    return { id: Number(id), status: members.has(id) ? 'memberof' : 'notmemberof' };
  });
  return { result };
}

function showMembers(call: RoutedCall): Answered {
  const members = [...listOf(call).members].map((id) => call.instance.table('lead').live(id) ?? {});
  return page(members, call.search);
}

function add(call: RoutedCall): Answered {
  const list = listOf(call);
  const rows = readInput(readBody(call, ['input']));
  const result = eachRow(call, rows, (row) => {
    const id = String(row['id']);
    if (!isLead(call, id)) throw new RowRefused('1004', 'Lead not found');
    list.members.add(id);
    return { id: Number(id), status: 'added' };
  });
  return { result };
}

/** Bodies of DELETE may be dropped on the way, so that only the address counts. */
function remove(call: RoutedCall): Answered {
  const list = listOf(call);
  const rows = idsIn(call).map((id) => ({ id: Number(id) }));
  const result = eachRow(call, rows, (row) => {
    const id = String(row['id']);
    if (!isLead(call, id)) throw new RowRefused('1004', 'Lead not found');
    if (!list.members.delete(id)) throw new RowRefused('1015', 'Lead not in list');
    return { id: Number(id), status: 'removed' };
  });
  return { result };
}

function listOf(call: RoutedCall): StaticList {
  const list = call.instance.lists.get(call.place('list'));
  if (!list) throw refused('1013', 'List not found');
  return list;
}

function idsIn({ search }: RoutedCall): readonly string[] {
  const ids = valuesOf(search, 'id');
  if (ids.length === 0) throw malformed('1002', "Missing value for required parameter 'id'");
  if (ids.length > MOST_RECORDS) throw malformed('1003', `More than ${MOST_RECORDS} ids`);
  return ids;
}

function isLead({ instance }: RoutedCall, id: string): boolean {
  return instance.table('lead').live(id) !== undefined;
}

function skipped(id: string, code: string, message: string): object {
  return { id: Number(id), status: 'skipped', reasons: [{ code, message }] };
}
