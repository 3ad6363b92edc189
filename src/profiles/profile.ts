import type { LeadStage } from '../leads/index.js';
import type { Candidate } from './survivorship/candidate.js';
import type { RuleName } from './survivorship/rules.js';

/** The fields of a golden record that come from what leads say. */
export const profileFieldNames = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'country',
  'company',
  'title',
  'website',
  'leadSource',
  'source',
  'action',
  'offer',
  'campaign',
  'description',
] as const;
export type ProfileFieldName = (typeof profileFieldNames)[number];

/** A value that survived by a rule, and the best of those that it won over. */
export interface SurvivingValue extends Candidate {
  /** Usage labels; what governs them comes with governance. */
  readonly labels: readonly string[];
  readonly rule: RuleName;
  readonly over: readonly Candidate[];
}

/** A value that somebody fixed, and the best of what leads say. */
export interface LockedValue {
  readonly value: string;
  readonly eventId: null;
  readonly sourceId: null;
  /** When it was locked, ISO 8601. */
  readonly at: string;
  readonly labels: readonly string[];
  readonly rule: 'manual-lock';
  /** The name of the API key that locked it. */
  readonly lockedBy: string;
  readonly over: readonly Candidate[];
}

/** A value, where it came from, and why it is this one. */
export type FieldProvenance = SurvivingValue | LockedValue;

export type ProfileFields = Readonly<Partial<Record<ProfileFieldName, FieldProvenance>>>;

/** A person: a fold over the facts that were received about them. */
export interface Profile {
  readonly id: string;
  /** Grows by one with each change. */
  readonly version: number;
  readonly fields: ProfileFields;
  readonly stage: LeadStage | null;
  /** Known only from leads that say another partner was asked to call. */
  readonly doNotContact: boolean;
  readonly eventCount: number;
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date | null;
  /** The profile that took over all of this one's events. */
  readonly mergedInto: string | null;
}

/** The namespace of normalised e-mail addresses. */
export const EMAIL = 'email';

export interface Identity {
  readonly namespace: string;
  readonly value: string;
}
