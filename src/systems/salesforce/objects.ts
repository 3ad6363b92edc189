import type { ObjectDefinition } from '../system.js';
import { defaultAccountMapping } from './mappings/account.js';
import { defaultContactMapping } from './mappings/contact.js';
import { defaultLeadMapping } from './mappings/lead.js';

/** An object that records are written to: all that tells it from the others. */
export interface SalesforceObject extends ObjectDefinition {
  /** Salesforce's name of it. */
  readonly sObject: string;
  /**
   * What no second record is made for. `key`: ours, in the external-id field; `member`: the campaign and the lead or
   * contact, which Salesforce itself keeps unique.
   */
  readonly identity: 'key' | 'member';
  /** Fields that follow from target and parents, so that no mapping has them. */
  readonly givenFields: readonly string[];
  /** Who may own a new record. */
  readonly owner: 'user-or-queue' | 'user' | 'nobody';
  /** The reference whose record is locked while one of these is written: rows that share it go together. */
  readonly lockedBy: string | null;
  /** What is read besides, by our name and that of the check. */
  readonly reads: readonly { readonly object: string; readonly check: string; readonly why: string }[];
  /** Whether records are ever deleted. */
  readonly isRemoved: boolean;
}

const lead: SalesforceObject = {
  name: 'lead',
  title: 'Lead',
  sObject: 'Lead',
  recordKind: 'person',
  defaultMapping: defaultLeadMapping,
  identity: 'key',
  givenFields: [],
  owner: 'user-or-queue',
  lockedBy: null,
  reads: [{ object: 'contact', check: 'contacts', why: 'which are looked up first' }],
  isRemoved: false,
};

const account: SalesforceObject = {
  name: 'account',
  title: 'Account',
  sObject: 'Account',
  recordKind: 'account',
  defaultMapping: defaultAccountMapping,
  identity: 'key',
  givenFields: [],
  owner: 'user',
  lockedBy: null,
  reads: [],
  isRemoved: false,
};

const contact: SalesforceObject = {
  name: 'contact',
  title: 'Contact',
  sObject: 'Contact',
  recordKind: 'person',
  parents: [{ object: 'account', need: 'if-synced' }],
  defaultMapping: defaultContactMapping,
  identity: 'key',
  givenFields: [],
  owner: 'user',
  lockedBy: 'AccountId',
  reads: [],
  isRemoved: false,
};

const campaignMember: SalesforceObject = {
  name: 'campaign-member',
  title: 'Campaign member',
  sObject: 'CampaignMember',
  recordKind: 'person',
  parents: [
    { object: 'lead', need: 'one-of' },
    { object: 'contact', need: 'one-of' },
  ],
  target: {
    title: 'Campaign',
    help: 'The id or the exact name of a Campaign that stands in Salesforce; none is made.',
    by: ['id', 'name'],
    isMade: false,
    isShared: true,
  },
  // A campaign gives its members the status it begins with.
  defaultMapping: () => [],
  identity: 'member',
  givenFields: ['CampaignId', 'LeadId', 'ContactId', 'AccountId'],
  owner: 'nobody',
  lockedBy: null,
  reads: [{ object: 'campaign', check: 'campaigns', why: 'whose members are written' }],
  isRemoved: true,
};

const writable: ReadonlyMap<string, SalesforceObject> = new Map(
  [lead, account, contact, campaignMember].map((object) => [object.name, object]),
);

/** What people see of the objects. */
export const objects: Readonly<Record<string, ObjectDefinition>> = Object.fromEntries(
  [...writable].map(([name, { title, recordKind, parents, target, defaultMapping }]) => [
    name,
    {
      name,
      title,
      recordKind,
      ...(parents && { parents }),
      ...(target && { target }),
      defaultMapping,
    },
  ]),
);

/** The object of a name of ours; null where this connector does not write to it. */
export function objectOf(name: string): SalesforceObject | null {
  return writable.get(name) ?? null;
}

/** Salesforce's name of an object, or null where this connector does not know it. */
export function sObjectOf(object: string): string | null {
  return object === 'campaign' ? 'Campaign' : (objectOf(object)?.sObject ?? null);
}

/** Our name of one of Salesforce's. */
export function objectNamed(sObject: string): string {
  return [...writable.values()].find((object) => object.sObject === sObject)?.name ?? sObject;
}

/**
 * Ids come in 15 characters (case-sensitive) or 18 (the same, with a checksum of the case); the first 15
 * are what identifies the record.
 */
export function sameId(a: string, b: string): boolean {
  return shortId(a) === shortId(b);
}

export function shortId(id: string): string {
  return id.slice(0, 15);
}

export function isId(value: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}
