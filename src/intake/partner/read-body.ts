import { noLeadSource, type LeadAttributes, type LeadReading, type Warning } from '../../leads/index.js';
import { cleanText } from '../reading/clean-text.js';
import { contactWarnings } from '../reading/contact-warnings.js';
import { parseJson } from '../reading/json.js';
import type { Note } from '../reading/warnings.js';
import type { IdentityAttributes, SourceConfig } from '../source-config.js';
import { identitiesIn } from './identities.js';
import { leadProblem, type PartnerLead, type TextField, type Values } from './lead-check.js';
import { occurredAt } from './occurred-at.js';
import { partnerWarnings as odd } from './warnings.js';

/** Reads one lead of a partner. Pure, and never throws for any bytes: what is odd becomes a warning. */
export function readPartnerBody(body: Buffer, { identities = {} }: SourceConfig = {}): LeadReading {
  const warnings: Warning[] = [];
  const lead = parseJson(textOf(body, (warning) => warnings.push(warning)));
  if (lead === undefined) return { kind: 'unreadable', reason: 'The body is not valid JSON.' };
  const problem = leadProblem(lead);
  if (problem) return { kind: 'unreadable', reason: problem.detail };
  const reading = readLead(lead as PartnerLead, identities, (warning) => warnings.push(warning));
  return { ...reading, warnings };
}

function textOf(body: Buffer, note: Note): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    note(odd.textInvalid('UTF-8'));
    return new TextDecoder().decode(body);
  }
}

function readLead(
  lead: PartnerLead,
  named: IdentityAttributes,
  note: Note,
): Omit<Extract<LeadReading, { kind: 'lead' }>, 'warnings'> {
  const text = (field: TextField) => cleanText(lead[field] ?? '', field, note).trim() || null;
  const person = {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    phone: text('phone'),
    country: text('country'),
    company: text('company'),
    title: text('title'),
    website: text('website'),
  };
  contactWarnings(person).forEach(note);
  const attributes = readValues(lead.attributes ?? {}, 'attributes', note);
  return {
    kind: 'lead',
    leadSource: { ...noLeadSource, isTest: false, warnings: [] },
    person,
    campaign: readCampaign(lead.campaign ?? null, note),
    description: text('description'),
    externalId: text('externalId'),
    occurredAt: readTime(text('occurredAt'), note),
    attributes,
    identities: identitiesIn(attributes, named, note),
    isTest: false,
  };
}

/** One that is a text is told as the parameter `campaign`, since a campaign has parameters. */
function readCampaign(campaign: string | Values | null, note: Note): Readonly<Record<string, string>> | null {
  const parameters = typeof campaign === 'string' ? { campaign } : campaign;
  const said = readValues(parameters ?? {}, 'campaign', note);
  return said && Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)]));
}

function readTime(text: string | null, note: Note): Date | null {
  const time = text === null ? null : occurredAt(text);
  if (text !== null && time === null) note(odd.occurredAtMalformed());
  return time;
}

/** Null where nothing is said. */
function readValues(values: Values, field: string, note: Note): LeadAttributes | null {
  const said = Object.entries(values).flatMap(([name, value]) => {
    const clean = typeof value === 'string' ? cleanText(value, field, note).trim() : value;
    return clean === null || clean === '' ? [] : [[cleanText(name, field, note), clean] as const];
  });
  return said.length === 0 ? null : Object.fromEntries(said);
}
