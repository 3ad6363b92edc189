import type { LookUpAnswer, LookUpRequest, RemoteCandidate } from '../system.js';
import type { MarketoClient } from './client.js';
import { idOf, textOf } from './failure.js';
import { caseless, companyUrl, isId, isSearchable } from './objects.js';
import { assertFieldNames, dateOf, distinct, fieldValue, findBy, type Row } from './reading.js';

const path = '/rest/v1/companies.json';
const alwaysRead = ['id', 'externalCompanyId', 'company', 'website', 'createdAt'];

/**
 * Companies by our key and by id. Neither name nor domain: leads join a company by its external id, which cannot be
 * changed, so that no other company can become ours. Throws `SystemError`.
 */
export async function lookUpCompanies(
  client: MarketoClient,
  requests: readonly LookUpRequest[],
): Promise<ReadonlyMap<string, LookUpAnswer>> {
  const wanted = [...new Set(requests.flatMap(({ fields }) => fields))];
  assertFieldNames(wanted);
  const keys = requests.flatMap(({ key }) => key ?? []).filter(isSearchable);
  const ids = requests.flatMap(({ remoteIds = [] }) => remoteIds.filter(isId));
  const searches = [
    { filterType: 'externalCompanyId', values: distinct(keys, caseless) },
    { filterType: 'id', values: distinct(ids, (id) => id) },
  ];
  const fields = [...new Set([...alwaysRead, ...wanted])];
  const byId = new Map<string, RemoteCandidate>();
  for (const { filterType, values } of searches) {
    if (values.length === 0) continue;
    const { rows } = await findBy(client, { path, filterType, values, fields });
    for (const company of rows.flatMap((row) => toCandidate(row, wanted) ?? []))
      byId.set(company.remoteId, company);
  }
  const byKey = new Map([...byId.values()].map((company) => [company.key && caseless(company.key), company]));
  return new Map(
    requests.map(({ id, key, remoteIds = [] }) => {
      const found = [
        key === undefined ? undefined : byKey.get(caseless(key)),
        ...remoteIds.map((remoteId) => byId.get(remoteId)),
      ];
      return [
        id,
        {
          candidates: [...new Set(found.filter((company) => company !== undefined))],
          missing: remoteIds.filter((remoteId) => !byId.has(remoteId)),
        },
      ];
    }),
  );
}

function toCandidate(row: Row, wanted: readonly string[]): RemoteCandidate | null {
  const remoteId = idOf(row.id);
  if (remoteId === null) return null;
  return {
    remoteId,
    object: 'company',
    key: textOf(row.externalCompanyId),
    email: null,
    firstName: null,
    lastName: null,
    name: textOf(row.company),
    domain: hostOf(textOf(row.website)),
    createdAt: dateOf(row.createdAt),
    converted: false,
    convertedTo: null,
    fields: Object.fromEntries(wanted.map((field) => [field, fieldValue(row[field])])),
    url: companyUrl,
  };
}

function hostOf(website: string | null): string | null {
  if (website === null || !URL.canParse(website)) return website;
  return new URL(website).hostname.replace(/^www\./, '');
}
