import { readBody } from '../intake/index.js';
import {
  noLeadSource,
  noPerson,
  stageOf,
  type LeadReading,
  type LeadSettings,
  type ReadLead,
  type UnreadLead,
} from '../leads/index.js';
import { tellingEmail } from '../normalisation/index.js';

/** A lead as read, before it is known whose it is or whether it repeats another. */
export type Reading = Omit<ReadLead, 'status'> & {
  readonly status: 'parsed' | 'unreadable' | 'test' | 'quarantined';
};

/** What is stored of a lead that gave no reading. */
export function unreadable({ id, bodyHash }: UnreadLead, reason: string): Reading {
  return {
    id,
    bodyHash,
    status: 'unreadable',
    externalId: null,
    occurredAt: null,
    attributes: null,
    identities: [],
    duplicateOf: null,
    leadSource: noLeadSource,
    stage: null,
    person: noPerson,
    emailKey: null,
    campaign: null,
    description: null,
    nodeId: null,
    profileId: null,
    warnings: [{ code: 'unreadable', message: reason }],
  };
}

/** Pure: the same bytes under the same settings give the same reading, so a replay can be trusted. */
export function readLead(lead: UnreadLead, { stages }: LeadSettings): Reading {
  const reading = readSafely(lead);
  if (reading.kind === 'unreadable') return unreadable(lead, reading.reason);
  const { source, action, publisherId, offerId, offerTitle, raw } = reading.leadSource;
  return {
    id: lead.id,
    bodyHash: lead.bodyHash,
    duplicateOf: null,
    nodeId: null,
    profileId: null,
    status: reading.isTest ? 'test' : lead.quarantined ? 'quarantined' : 'parsed',
    externalId: reading.externalId,
    occurredAt: reading.occurredAt,
    attributes: reading.attributes,
    identities: reading.identities,
    leadSource: { raw, source, action, publisherId, offerId, offerTitle },
    stage: stageOf(action, stages),
    person: reading.person,
    emailKey: tellingEmail(reading.person.email)?.address ?? null,
    campaign: reading.campaign,
    description: reading.description,
    warnings: reading.warnings,
  };
}

/** Readers do not throw; should one ever, the lead is at fault alone and the leads behind it are not held back. */
function readSafely({ sourceType, sourceConfig, body, contentType }: UnreadLead): LeadReading {
  try {
    return readBody(sourceType, body, contentType, sourceConfig);
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'error';
    return {
      kind: 'unreadable',
      reason: `The reader of ${sourceType} leads failed on this body (${kind}). The body is kept; please report it, then replay the lead.`,
    };
  }
}
