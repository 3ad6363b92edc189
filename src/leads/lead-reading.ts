import type { LeadSourceReading } from './lead-source/index.js';
import type { Warning } from './warning.js';

/** What a lead says of its person, as it says it; null where it says nothing. */
export interface LeadPerson {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly country: string | null;
  readonly company: string | null;
  readonly title: string | null;
  readonly website: string | null;
}

/** What a sender says beyond the fields that every lead may have. */
export type LeadAttributes = Readonly<Record<string, string | number | boolean>>;

/** An id that one person alone carries in its namespace. */
export interface LeadIdentity {
  readonly namespace: string;
  readonly value: string;
}

/** What a source's reader made of a received body. Reading is pure: the same bytes give the same reading. */
export type LeadReading =
  | { readonly kind: 'unreadable'; readonly reason: string }
  | {
      readonly kind: 'lead';
      readonly leadSource: LeadSourceReading;
      readonly person: LeadPerson;
      readonly campaign: Readonly<Record<string, string>> | null;
      readonly description: string | null;
      /** The sender's own id of this lead. */
      readonly externalId: string | null;
      /** When the sender says that it happened. */
      readonly occurredAt: Date | null;
      readonly attributes: LeadAttributes | null;
      /** Ids of the person among the attributes, by namespace and sorted by it. */
      readonly identities: readonly LeadIdentity[];
      /** Partner Center's own test lead. */
      readonly isTest: boolean;
      readonly warnings: readonly Warning[];
    };
