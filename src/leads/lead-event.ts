import type { LeadAttributes, LeadIdentity, LeadPerson } from './lead-reading.js';
import type { LeadStage } from './lead-source/index.js';
import type { Warning } from './warning.js';

export const leadEventStatuses = [
  'received',
  'parsed',
  'unreadable',
  'duplicate',
  'test',
  'quarantined',
] as const;
export type LeadEventStatus = (typeof leadEventStatuses)[number];

/** The LeadSource of an event: `raw` exactly as sent, null when absent. */
export interface EventLeadSource {
  readonly raw: string | null;
  readonly source: string | null;
  readonly action: string | null;
  readonly publisherId: string | null;
  readonly offerId: string | null;
  readonly offerTitle: string | null;
}

/** A received lead that waits to be read. */
export interface UnreadLead {
  readonly id: string;
  readonly sourceId: string;
  readonly sourceType: string;
  readonly sourceConfig: Readonly<Record<string, unknown>>;
  readonly quarantined: boolean;
  readonly receivedAt: Date;
  readonly contentType: string | null;
  readonly body: Buffer;
  /** SHA-256 of the body. */
  readonly bodyHash: Buffer;
  /** On replay: the match node that has stood for it until now, and whose it was. */
  readonly nodeId: string | null;
  readonly profileId: string | null;
}

/** What is stored of a reading. */
export interface ReadLead {
  readonly id: string;
  readonly status: Exclude<LeadEventStatus, 'received'>;
  readonly bodyHash: Buffer;
  readonly externalId: string | null;
  readonly occurredAt: Date | null;
  readonly attributes: LeadAttributes | null;
  /** Kept at the node that stands for it. */
  readonly identities: readonly LeadIdentity[];
  readonly duplicateOf: string | null;
  readonly leadSource: EventLeadSource;
  readonly stage: LeadStage | null;
  readonly person: LeadPerson;
  readonly emailKey: string | null;
  readonly campaign: Readonly<Record<string, string>> | null;
  readonly description: string | null;
  readonly warnings: readonly Warning[];
  /** The match node that stands for it, and whose that is; null for what is nobody's. */
  readonly nodeId: string | null;
  readonly profileId: string | null;
}

/** A fact about a person: a parsed lead, as profiles are folded from it. */
export interface LeadFact {
  readonly eventId: string;
  readonly sourceId: string;
  readonly profileId: string;
  readonly receivedAt: Date;
  readonly person: LeadPerson;
  readonly emailKey: string | null;
  readonly identities: readonly LeadIdentity[];
  readonly leadSource: EventLeadSource;
  readonly stage: LeadStage | null;
  readonly campaign: Readonly<Record<string, string>> | null;
  readonly description: string | null;
}

export const noPerson: LeadPerson = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  country: null,
  company: null,
  title: null,
  website: null,
};

export const noLeadSource = {
  raw: null,
  source: null,
  action: null,
  publisherId: null,
  offerId: null,
  offerTitle: null,
} satisfies EventLeadSource;
