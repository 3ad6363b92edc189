import {
  isTestMarker,
  parseLeadSource,
  testMarkerTime,
  type LeadPerson,
  type LeadReading,
  type Warning,
} from '../../leads/index.js';
import { contactWarnings } from '../reading/contact-warnings.js';
import type { Note } from '../reading/warnings.js';
import { decodeBody } from './decode-body.js';
import { readDescription } from './description.js';
import { leadFields, type LeadFields, type PersonField } from './lead-fields.js';
import { parseBody, unreadable } from './parse-body.js';

export type MarketplaceLead = Extract<LeadReading, { kind: 'lead' }> & {
  /** The marketplace sends no id of a lead. */
  readonly externalId: null;
  /** When Partner Center made its test lead; null for other leads. */
  readonly testMadeAt: Date | null;
};

/** Warnings include those of the LeadSource; an unreadable body's reason is free of what the body says. */
export type BodyReading = MarketplaceLead | Extract<LeadReading, { kind: 'unreadable' }>;

/**
 * Reads what the marketplace posted to an HTTPS endpoint, or to a form endpoint with the fields of
 * Salesforce's web-to-lead. Pure, and never throws for any bytes: what is odd becomes a warning, what
 * is no lead at all `unreadable`.
 */
export function readMarketplaceBody(body: Buffer, contentType: string | null): BodyReading {
  const warnings: Warning[] = [];
  const note: Note = (warning) => warnings.push(warning);

  const parsed = parseBody(decodeBody(body, contentType, note), note);
  if (parsed.kind === 'unreadable') return parsed;
  const fields = leadFields(parsed.entries, note);
  if (fields === null) return unreadable('noField');

  const lead = readLead(fields, note);
  return { ...lead, warnings: distinct([...warnings, ...lead.leadSource.warnings]) };
}

function readLead(fields: LeadFields, note: Note): Omit<MarketplaceLead, 'warnings'> {
  const leadSource = parseLeadSource(fields.get('leadSource'), {
    actionCode: fields.get('actionCode'),
    offerTitle: fields.get('offerTitle'),
    productId: fields.get('productId'),
  });
  const person = readPerson(fields);
  contactWarnings(person).forEach(note);
  const marker = testMarkerIn(fields);
  return {
    kind: 'lead',
    leadSource,
    person,
    ...readDescription(fields.get('description') ?? '', note),
    externalId: null,
    occurredAt: null,
    attributes: null,
    identities: [],
    isTest: leadSource.isTest || marker !== null,
    testMadeAt: testMarkerTime(marker),
  };
}

function readPerson(fields: LeadFields): LeadPerson {
  const text = (field: PersonField) => fields.get(field)?.trim() || null;
  return {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    phone: text('phone'),
    country: text('country'),
    company: text('company'),
    title: text('title'),
    website: null,
  };
}

function testMarkerIn(fields: LeadFields): string | null {
  const marked = ['firstName', 'lastName', 'company', 'title', 'description', 'email', 'leadSource'] as const;
  return marked.map((field) => fields.get(field)).find(isTestMarker) ?? null;
}

function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
