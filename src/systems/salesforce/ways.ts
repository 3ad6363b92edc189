import type { LookUpRequest, Target } from '../system.js';
import { isId, sameId, shortId } from './objects.js';
import { caseless, textOf, type Row } from './row.js';
import { havingOneOf, likeText, literal, type Selection } from './soql.js';
import { domainsOf } from './website.js';

/** One way in which records are found: what requests ask for, and which rows hold it. */
export interface Way {
  /** Whose rows it finds. */
  readonly sObject: string;
  asked(request: LookUpRequest): readonly string[];
  held(row: Row): readonly string[];
  /** Brings what is asked and what is held to one form. */
  sameness(value: string): string;
  selection(fields: readonly string[], values: readonly string[]): Selection;
}

/** The ways to the records of an object, and to others that stand in their way. */
export function waysTo(object: string, keyField: string, target: Target | null): readonly Way[] {
  switch (object) {
    case 'lead':
      return [byKey('Lead', keyField), byId('Lead'), byEmail('Lead'), byEmail('Contact')];
    case 'contact':
      // A Lead of the same person may stand beside the Contact.
      return [byKey('Contact', keyField), byId('Contact'), byEmail('Contact')];
    case 'account':
      return [byKey('Account', keyField), byId('Account'), byWebsite, byName];
    case 'campaign-member':
      // Who is no member yet may be known over there, and could become one.
      return [
        byId('CampaignMember'),
        ...(target === null ? [] : byPerson(target)),
        byEmail('Lead'),
        byEmail('Contact'),
      ];
    default:
      return [];
  }
}

export function byId(sObject: string): Way {
  const way = byField(sObject, 'Id', ({ remoteIds = [] }) => remoteIds.filter(isId));
  return { ...way, sameness: shortId };
}

function byKey(sObject: string, keyField: string): Way {
  return byField(sObject, keyField, ({ key }) => (key === undefined ? [] : [key]));
}

function byEmail(sObject: string): Way {
  return byField(sObject, 'Email', ({ emails = [] }) => emails);
}

function byField(sObject: string, field: string, asked: Way['asked']): Way {
  return {
    sObject,
    asked,
    held: (row) => textsOf(row[field]),
    sameness: caseless,
    selection: (fields, values) => havingOneOf(sObject, fields, field, values),
  };
}

const byName = byField('Account', 'Name', ({ names = [] }) => names);

/** People type a website in many forms; what these have in common is how the host ends. */
const byWebsite: Way = {
  sObject: 'Account',
  asked: ({ domains = [] }) => domains,
  held: ({ Website }) => domainsOf(textOf(Website)),
  sameness: caseless,
  selection: (fields, domains) => ({
    object: 'Account',
    fields,
    where: ['(', ' OR ', ')'],
    terms: domains.flatMap((domain) => {
      const text = likeText(domain);
      return [`Website LIKE '%${text}'`, `Website LIKE '%${text}/%'`];
    }),
  }),
};

/** Who is a member of a campaign, as a Lead or as a Contact; after a conversion as both. */
function byPerson(campaign: Target): Way[] {
  const way = (field: string, parent: string): Way => ({
    sObject: 'CampaignMember',
    asked: ({ parents = {} }) => textsOf(parents[parent]),
    held: (row) => (isIn(campaign, row) ? textsOf(row[field]) : []),
    sameness: shortId,
    selection: (fields, values) =>
      havingOneOf('CampaignMember', fields, field, values, `CampaignId = ${literal(campaign.id)}`),
  });
  return [way('LeadId', 'lead'), way('ContactId', 'contact')];
}

function isIn({ id }: Target, { CampaignId }: Row): boolean {
  return typeof CampaignId === 'string' && sameId(CampaignId, id);
}

function textsOf(value: unknown): string[] {
  const text = textOf(value);
  return text === null ? [] : [text];
}
