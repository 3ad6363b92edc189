import { enrich, enrichedFields, type EnrichmentSettings } from '../../enrichment/index.js';
import { normaliseEmail } from '../../normalisation/index.js';
import { profileFieldNames, type ProfileFieldName } from '../../profiles/index.js';
import type { AccountCandidate, Candidate, PersonCandidate } from '../planning/candidate.js';

/** A record as mappings and filters see it: what is known of it and what follows from that, each by a name of its own. */
export type RecordFields = Readonly<Record<string, string | number | boolean | null>>;

export type RecordKind = 'person' | 'account';

/** `accountRemoteId` and `accountKey`: of the person's company, where the same destination has it. */
const personFieldNames: readonly string[] = [
  ...profileFieldNames,
  'accountName',
  'accountRemoteId',
  'accountKey',
  'corporateDomain',
  'emailLocalPart',
  'stage',
  'doNotContact',
  'firstSeenAt',
  'lastSeenAt',
  ...enrichedFields,
];

const accountFieldNames: readonly string[] = [
  'accountId',
  'name',
  'accountName',
  'domain',
  'domains',
  'website',
  'country',
  'parentName',
  'peopleCount',
  'externalIds',
];

export const recordFieldNames: Readonly<Record<RecordKind, readonly string[]>> = {
  person: personFieldNames,
  account: accountFieldNames,
};

/** For forms that do not know for which kind of record they are. */
export const allRecordFieldNames = [...new Set([...personFieldNames, ...accountFieldNames])];

/** `externalId.duns` is the id that a company has under the namespace `duns`. */
const EXTERNAL_ID = /^externalId\.(\S{1,100})$/;

export function isRecordField(kind: RecordKind, name: unknown): name is string {
  if (typeof name !== 'string') return false;
  return recordFieldNames[kind].includes(name) || (kind === 'account' && EXTERNAL_ID.test(name));
}

/**
 * What a record field holds. `found`: worked out or told by another service, a number maybe. `reference`: the id of a
 * record over there.
 */
export type RecordFieldKind = 'text' | 'found' | 'boolean' | 'datetime' | 'reference';

export function kindOf(field: string): RecordFieldKind {
  if (field === 'doNotContact') return 'boolean';
  if (field === 'firstSeenAt' || field === 'lastSeenAt') return 'datetime';
  if (field.endsWith('RemoteId')) return 'reference';
  const isFound = field === 'peopleCount' || (enrichedFields as readonly string[]).includes(field);
  return isFound ? 'found' : 'text';
}

export function recordOf(candidate: Candidate, settings: EnrichmentSettings): RecordFields {
  return candidate.kind === 'person' ? personRecord(candidate, settings) : accountRecord(candidate);
}

/** `accountName`: the company that the person is with; they may have said none themselves. */
function personRecord(
  { profile, accountName, parents }: PersonCandidate,
  settings: EnrichmentSettings,
): RecordFields {
  const value = (name: ProfileFieldName) => profile.fields[name]?.value ?? null;
  const email = value('email');
  const enriched = enrich(profile.fields, settings);
  const account = parents.find(({ kind, remoteId }) => kind === 'account' && remoteId !== null);
  const record: Record<string, RecordFields[string]> = {
    accountName,
    accountRemoteId: account?.remoteId ?? null,
    accountKey: account?.key ?? null,
    corporateDomain: email === null ? null : corporateDomain(email),
    emailLocalPart: email === null ? null : (email.split('@', 1)[0] ?? null),
    stage: profile.stage,
    doNotContact: profile.doNotContact,
    firstSeenAt: profile.firstSeenAt?.toISOString() ?? null,
    lastSeenAt: profile.lastSeenAt?.toISOString() ?? null,
  };
  // One by one, always in the same order: spread from entries each record would cost many times as much.
  for (const name of profileFieldNames) record[name] = value(name);
  for (const name of enrichedFields) record[name] = enriched[name]?.value ?? null;
  return record;
}

/** `domain` is the shortest of its domains; `accountName` is its name as people's records have it. */
function accountRecord({ account }: AccountCandidate): RecordFields {
  const { name, domains, country, parentName, peopleCount, externalIds } = account;
  const [domain = null] = domains.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const ids = externalIds.map(({ namespace, value }): [string, string] => [`externalId.${namespace}`, value]);
  return {
    ...Object.fromEntries(ids),
    accountId: account.id,
    name,
    accountName: name,
    domain,
    domains: domains.join(', ') || null,
    website: domain === null ? null : `https://${domain}`,
    country,
    parentName,
    peopleCount,
    externalIds: externalIds.map((one) => `${one.namespace}: ${one.value}`).join(', ') || null,
  };
}

/** The registrable domain of an address, unless anybody can have a mailbox there. */
function corporateDomain(email: string): string | null {
  const mailbox = normaliseEmail(email);
  return mailbox?.kind === 'corporate' ? mailbox.domain : null;
}
