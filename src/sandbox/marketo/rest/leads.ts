import { leadFields, searchableLeadFields } from '../instance/schema.js';
import type { Answered, Route, RoutedCall } from './call.js';
import { malformed, refused, RowRefused } from './errors.js';
import { eachRow, readBody, readInput, readWord } from './input.js';
import { writeLead, type Action } from './lead-writes.js';
import { searchRecords } from './search.js';

const usualFields = ['email', 'updatedAt', 'createdAt', 'firstName', 'lastName'];
const actions: readonly Action[] = ['createOrUpdate', 'createOnly', 'updateOnly', 'createDuplicate'];
const names = ['action', 'lookupField', 'partitionName', 'asyncProcessing', 'input'];

/** The lead database ("Leads" of the developer guide). */
export function leadRoutes(): readonly Route[] {
  const path = '/rest/v1/leads.json';
  return [
    {
      method: 'GET',
      path: '/rest/v1/leads/describe2.json',
      endpoint: 'describe',
      kind: 'describe',
      handle: describe,
    },
    { method: 'GET', path, endpoint: 'leads-read', kind: 'look-up', handle: read },
    { method: 'POST', path, endpoint: 'leads-sync', kind: 'write', handle: sync },
    {
      method: 'POST',
      path: '/rest/v1/leads/delete.json',
      endpoint: 'leads-delete',
      kind: 'write',
      handle: remove,
    },
  ];
}

function describe({ instance: { settings } }: RoutedCall): Answered {
  const searchableFields = searchableLeadFields(settings.keyField).map((name) => [name]);
  const fields = leadFields(settings.keyField).map((field) => ({ ...field, crmManaged: false }));
  return { result: [{ name: 'API Lead', searchableFields, fields }] };
}

function read(call: RoutedCall): Answered {
  return searchRecords(call, 'lead', searchableLeadFields(call.instance.settings.keyField), usualFields);
}

function sync(call: RoutedCall): Answered {
  const { instance, seenId } = call;
  const body = readBody(call, names);
  if (body['asyncProcessing'] === true) throw malformed('1003', 'asyncProcessing has no verdicts');
  const action =
    actions.find((word) => word === readWord(body['action'], 'action', actions)) ?? 'createOrUpdate';
  const { lookupField = 'email' } = body;
  if (!searchableLeadFields(instance.settings.keyField).includes(String(lookupField))) {
    throw refused('1011', `Lookup field '${String(lookupField)}' is not supported`);
  }
  const write = { action, lookupField: String(lookupField), seenId };
  return { result: eachRow(call, readInput(body), (row) => writeLead(instance, row, write)) };
}

function remove(call: RoutedCall): Answered {
  const rows = readInput(readBody(call, ['input']));
  const result = eachRow(call, rows, ({ id }) => {
    if (!call.instance.remove('lead', String(id), 'api')) throw new RowRefused('1004', 'Lead not found');
    return { id, status: 'deleted' };
  });
  return { result };
}
