import type { LookUpAnswer, LookUpRequest, Place, RemoteCandidate } from '../system.js';
import { SystemError } from '../system.js';
import type { SalesforceClient } from './client.js';
import { unknownObject } from './describe.js';
import { isObject } from './failure.js';
import { objectNamed, objectOf, type SalesforceObject } from './objects.js';
import { readAll } from './queries.js';
import { caseless, distinct, fieldValue, textOf, type Row } from './row.js';
import { queriesFor } from './soql.js';
import { byId, waysTo, type Way } from './ways.js';
import { hostOf } from './website.js';

/** What a candidate is read from, by Salesforce's name of its object. */
const candidateFields: Readonly<Record<string, readonly string[]>> = {
  Lead: ['Id', 'Email', 'FirstName', 'LastName', 'CreatedDate', 'IsConverted', 'ConvertedContactId'],
  Contact: ['Id', 'Email', 'FirstName', 'LastName', 'CreatedDate'],
  Account: ['Id', 'Name', 'Website', 'CreatedDate'],
  CampaignMember: ['Id', 'CampaignId', 'LeadId', 'ContactId', 'CreatedDate'],
};

interface Found {
  readonly row: Row;
  readonly sObject: string;
  readonly candidate: RemoteCandidate;
}

/**
 * Finds records in every way there is to their object. Whatever comes back is given to those who asked for one of its
 * values, so neither order nor number of rows matters. Throws {@link SystemError}: an answer that could not be read
 * in full is never "nothing found".
 */
export async function lookUp(
  client: SalesforceClient,
  { object: name, target }: Place,
  requests: readonly LookUpRequest[],
  keyField: string,
): Promise<ReadonlyMap<string, LookUpAnswer>> {
  const object = objectOf(name);
  if (object === null) throw unknownObject(name);
  const wanted = distinct(
    requests.flatMap((request) => request.fields),
    caseless,
  );
  assertFieldNames(wanted);
  const own = [...(object.identity === 'key' ? [keyField] : []), ...wanted];
  const ways = waysTo(name, keyField, target);
  const { instanceUrl } = await client.session();
  const rows = await readAll(client, queriesAbout(requests, ways, object, own));
  const found = rows.map((row): Found => {
    const sObject = isObject(row.attributes) ? String(row.attributes.type) : object.sObject;
    const isOwn = sObject === object.sObject;
    const candidate = {
      ...candidateFrom(row, sObject, instanceUrl),
      key: isOwn && object.identity === 'key' ? textOf(row[keyField]) : null,
      fields: isOwn ? Object.fromEntries(wanted.map((field) => [field, fieldValue(row[field])])) : {},
    };
    return { row, sObject, candidate };
  });
  return correlate(requests, ways, byId(object.sObject), found);
}

function queriesAbout(
  requests: readonly LookUpRequest[],
  ways: readonly Way[],
  object: SalesforceObject,
  own: readonly string[],
): string[] {
  return ways.flatMap((way) => {
    const asked = requests.flatMap((request) => way.asked(request));
    const read = candidateFields[way.sObject] ?? [];
    const fields = way.sObject === object.sObject ? distinct([...read, ...own], caseless) : read;
    return queriesFor(way.selection(fields, distinct(asked, way.sameness)));
  });
}

function candidateFrom(
  row: Row,
  sObject: string,
  instanceUrl: string,
): Omit<RemoteCandidate, 'key' | 'fields'> {
  const remoteId = String(row.Id);
  return {
    remoteId,
    object: objectNamed(sObject),
    email: textOf(row.Email),
    firstName: textOf(row.FirstName),
    lastName: textOf(row.LastName),
    ...(sObject === 'Account' ? { name: textOf(row.Name), domain: hostOf(textOf(row.Website)) } : {}),
    createdAt: new Date(String(row.CreatedDate)),
    converted: row.IsConverted === true,
    convertedTo: textOf(row.ConvertedContactId),
    url: `${instanceUrl}/${remoteId}`,
  };
}

function correlate(
  requests: readonly LookUpRequest[],
  ways: readonly Way[],
  ownIds: Way,
  found: readonly Found[],
): ReadonlyMap<string, LookUpAnswer> {
  const indexes = ways.map((way) => [way, indexOf(way, found)] as const);
  const standing = indexOf(ownIds, found);
  return new Map(
    requests.map((request) => {
      const candidates = indexes.flatMap(([way, index]) =>
        way.asked(request).flatMap((value) => index.get(way.sameness(value)) ?? []),
      );
      const { id, remoteIds = [] } = request;
      const missing = remoteIds.filter((remoteId) => !standing.has(ownIds.sameness(remoteId)));
      return [id, { candidates: [...new Set(candidates)], missing }];
    }),
  );
}

function indexOf(way: Way, found: readonly Found[]): ReadonlyMap<string, readonly RemoteCandidate[]> {
  const index = new Map<string, RemoteCandidate[]>();
  for (const { row, sObject, candidate } of found) {
    if (sObject !== way.sObject) continue;
    for (const value of way.held(row)) {
      const holders = index.get(way.sameness(value));
      if (holders) holders.push(candidate);
      else index.set(way.sameness(value), [candidate]);
    }
  }
  return index;
}

/** Field names stand in the query as they are, so nothing else may. */
function assertFieldNames(fields: readonly string[]): void {
  const wrong = fields.find((field) => !/^[A-Za-z]\w*$/.test(field));
  if (wrong === undefined) return;
  throw new SystemError('misconfigured', {
    code: 'BAD_FIELD_NAME',
    message: `"${wrong}" is not the API name of a Salesforce field.`,
    field: wrong,
    advice: 'Correct the mapping.',
    whoActs: 'admin',
  });
}
