import type { Profile } from '../../profiles/index.js';
import type { RemoteRecord } from './decision.js';

/** A record that a sync is to keep in step, and what we know of it over there. */
export type Candidate = PersonCandidate | AccountCandidate;

export interface PersonCandidate extends Known {
  readonly kind: 'person';
  readonly profile: Profile;
  /** Of the company that the person is with. */
  readonly accountName: string | null;
}

export interface AccountCandidate extends Known {
  readonly kind: 'account';
  readonly account: DeliveredAccount;
}

interface Known {
  readonly id: string;
  readonly ours: RemoteRecord | null;
  readonly acceptedHash: Buffer | null;
  readonly parents: readonly ParentRecord[];
}

/** A company as it is delivered. */
export interface DeliveredAccount {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly domains: readonly string[];
  readonly externalIds: readonly { readonly namespace: string; readonly value: string }[];
  readonly parentName: string | null;
  readonly peopleCount: number;
  /** Whether it is known only from people who are not to be contacted. */
  readonly doNotContact: boolean;
}

/** What stands over there above a record: the person's account, or the lead of somebody who goes on a list. */
export interface ParentRecord {
  readonly object: string;
  readonly kind: 'person' | 'account';
  readonly remoteId: string | null;
  readonly key: string | null;
  /** Whether a sync of the destination is still to bring it. */
  readonly isComing: boolean;
}

/** The profile or account whose record it is. */
export function ownerIdOf(candidate: Candidate): string {
  return candidate.kind === 'person' ? candidate.profile.id : candidate.account.id;
}
