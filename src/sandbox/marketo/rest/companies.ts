import { companyFields, EXTERNAL_COMPANY_ID, searchableCompanyFields } from '../instance/schema.js';
import type { MarketoInstance } from '../instance/instance.js';
import type { Answered, Route, RoutedCall } from './call.js';
import { malformed, refused, RowRefused } from './errors.js';
import { eachRow, readBody, readInput, readWord, type Input } from './input.js';
import { idsWith } from './match.js';
import { searchRecords } from './search.js';
import { readValues } from './values.js';

const usualFields = ['company', EXTERNAL_COMPANY_ID, 'createdAt', 'updatedAt'];

/** Companies ("Companies" of the developer guide); closed where a native CRM sync keeps them. */
export function companyRoutes(): readonly Route[] {
  const path = '/rest/v1/companies.json';
  return [
    {
      method: 'GET',
      path: '/rest/v1/companies/describe.json',
      endpoint: 'describe',
      kind: 'describe',
      handle: describe,
    },
    { method: 'GET', path, endpoint: 'companies-read', kind: 'look-up', handle: read },
    { method: 'POST', path, endpoint: 'companies-sync', kind: 'write', handle: sync },
    {
      method: 'POST',
      path: '/rest/v1/companies/delete.json',
      endpoint: 'companies-delete',
      kind: 'write',
      handle: remove,
    },
  ];
}

function describe(): Answered {
  const description = {
    name: 'Company',
    idField: 'id',
    dedupeFields: [EXTERNAL_COMPANY_ID],
    searchableFields: searchableCompanyFields.map((name) => [name]),
    fields: companyFields,
  };
  return { result: [description] };
}

function read(call: RoutedCall): Answered {
  return searchRecords(call, 'company', searchableCompanyFields, usualFields);
}

function sync(call: RoutedCall): Answered {
  const body = readBody(call, ['action', 'dedupeBy', 'input']);
  const action = readWord(body['action'], 'action', ['createOrUpdate', 'createOnly', 'updateOnly']);
  const byId = readWord(body['dedupeBy'], 'dedupeBy', ['dedupeFields', 'idField']) === 'idField';
  if (byId && action !== 'updateOnly') throw malformed('1003', `dedupeBy idField does not go with ${action}`);
  const rows = readInput(body);
  return { result: eachCompany(call, rows, byId, (row) => write(call, row, action, byId)) };
}

function remove(call: RoutedCall): Answered {
  const body = readBody(call, ['deleteBy', 'input']);
  const byId = readWord(body['deleteBy'], 'deleteBy', ['dedupeFields', 'idField']) === 'idField';
  const result = eachCompany(call, readInput(body), byId, (row) => {
    const id = matchOf(call, row, byId);
    if (id === undefined) throw new RowRefused('1013', 'Record not found');
    call.instance.remove('company', id, 'api');
    return { id: Number(id), status: 'deleted' };
  });
  return { result };
}

/** Rows carry their place. A key that occurs twice in a call is refused, and none where a CRM keeps the companies. */
function eachCompany(
  call: RoutedCall,
  rows: readonly Input[],
  byId: boolean,
  work: (row: Input) => object,
): readonly object[] {
  const seen = new Set<string>();
  const done = eachRow(call, rows, (row) => {
    if (call.instance.settings.crmSync) throw new RowRefused('1018', 'CRM Enabled. API not available');
    const key = String(row[byId ? 'id' : EXTERNAL_COMPANY_ID] ?? '').toLowerCase();
    if (key === '') throw new RowRefused('1002', 'Missing value for required parameter');
    if (seen.has(key)) throw new RowRefused('1036', 'Duplicate object found in input');
    seen.add(key);
    return work(row);
  });
  return done.map((row, seq) => ({ seq, ...row }));
}

function write({ instance, seenId }: RoutedCall, row: Input, action: string, byId: boolean): object {
  const match = matchOf({ instance, seenId }, row, byId);
  if (match !== undefined && action === 'createOnly') throw new RowRefused('1005', 'Record already exists');
  if (match === undefined && action === 'updateOnly') throw new RowRefused('1013', 'Record not found');
  const values = readValues(instance, 'company', row, byId ? ['id'] : [EXTERNAL_COMPANY_ID]);
  if (match !== undefined) {
    instance.modify('company', match, 'api', values);
    return { id: Number(match), status: 'updated' };
  }
  const key = String(row[EXTERNAL_COMPANY_ID]);
  if (key.length > 100) throw new RowRefused('1003', `Invalid value for field '${EXTERNAL_COMPANY_ID}'`);
  const id = instance.insert('company', 'api', { ...values, [EXTERNAL_COMPANY_ID]: key });
  return { id: Number(id), status: 'created' };
}

function matchOf(
  { instance, seenId }: { readonly instance: MarketoInstance; readonly seenId: number },
  row: Input,
  byId: boolean,
): string | undefined {
  const field = byId ? 'id' : EXTERNAL_COMPANY_ID;
  const ids = idsWith(instance, 'company', field, String(row[field] ?? ''), seenId);
  if (ids.length > 1) throw refused('1003', 'Several companies have this external id');
  return ids[0];
}
