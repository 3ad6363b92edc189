import { noSettings } from '../../enrichment/index.js';
import type { ProfileFieldName } from '../../profiles/index.js';
import { placeOf, type RemoteCandidate, type RemoteField, type SystemSession } from '../../systems/index.js';
import type { AccountCandidate, DeliveredAccount, PersonCandidate } from './candidate.js';
import type { PlanContext } from './plan.js';

const AT = '2026-01-01T00:00:00.000Z';

export function personCandidate(
  values: Partial<Record<ProfileFieldName, string>>,
  said: Partial<PersonCandidate> = {},
): PersonCandidate {
  const fields = Object.entries(values).map(([name, value]) => {
    const kept = { labels: [], rule: 'most-recent', completeness: 1, over: [] } as const;
    return [name, { value, eventId: 'event-1', sourceId: 'source-1', at: AT, ...kept }];
  });
  return {
    kind: 'person',
    id: 'delivery-1',
    profile: {
      id: 'profile-1',
      version: 1,
      stage: 'active',
      doNotContact: false,
      eventCount: 1,
      firstSeenAt: new Date(AT),
      lastSeenAt: new Date(AT),
      mergedInto: null,
      fields: Object.fromEntries(fields),
    },
    accountName: null,
    ours: null,
    acceptedHash: null,
    parents: [],
    ...said,
  };
}

export function accountCandidate(
  account: Partial<DeliveredAccount>,
  said: Partial<AccountCandidate> = {},
): AccountCandidate {
  return {
    kind: 'account',
    id: 'delivery-1',
    account: {
      id: 'account-1',
      version: 1,
      name: 'Contoso',
      country: null,
      domains: [],
      externalIds: [],
      parentName: null,
      peopleCount: 0,
      doNotContact: false,
      ...account,
    },
    ours: null,
    acceptedHash: null,
    parents: [],
    ...said,
  };
}

export function remoteCandidate(said: Partial<RemoteCandidate>): RemoteCandidate {
  const remoteId = said.remoteId ?? '00Q1';
  return {
    remoteId,
    object: 'lead',
    key: null,
    email: 'ann@contoso.com',
    firstName: null,
    lastName: null,
    createdAt: new Date(AT),
    converted: false,
    convertedTo: null,
    fields: {},
    url: `https://crm.example/${remoteId}`,
    ...said,
  };
}

export function textField(name: string): RemoteField {
  return {
    name,
    label: name,
    type: 'text',
    maxLength: 80,
    requiredOnCreate: false,
    createable: true,
    updateable: true,
    externalId: false,
    unique: false,
    allowedValues: null,
  };
}

/** Leads of which the title is mapped, on a system that can only be looked into. */
export function planContextWith(lookUp: SystemSession['lookUp']): PlanContext {
  return {
    session: { lookUp },
    place: placeOf('lead'),
    parents: [],
    removesOnExit: false,
    mapping: [{ from: 'title', to: 'Title' }],
    description: { object: 'lead', fields: new Map([['Title', textField('Title')]]) },
    filter: null,
    lookUpBatch: 200,
    now: new Date(AT),
    enrichment: noSettings,
    owners: async () => new Map(),
  };
}
