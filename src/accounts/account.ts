import type { Factor, LeadToAccount, MatchSource, Unmatched } from './matching/index.js';

/** Who gave an account its name: a domain until somebody says a name, then what a lead says, at last a person. */
export type NamedBy = 'domain' | 'lead' | 'person';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly namedBy: NamedBy;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly domains: readonly string[];
}

/** `new-account`: the account was made from what this person said. `person`: somebody decided. */
export type RelationSource = MatchSource | 'new-account' | 'person' | 'none';

/** A person and their account, or why there is none. */
export interface Relation {
  readonly profileId: string;
  readonly accountId: string | null;
  /** 0 to 1. */
  readonly score: number;
  readonly source: RelationSource;
  readonly reason: Unmatched | null;
  readonly factors: readonly Factor[];
  /** What was said when this was decided: as long as it is the same, there is nothing to decide anew. */
  readonly evidence: string;
}

export function relationOf(profileId: string, evidence: string, found: LeadToAccount): Relation {
  if (found.matched) {
    const { accountId, score, source, factors } = found;
    return { profileId, accountId, score, source, reason: null, factors, evidence };
  }
  const [likeliest] = found.candidates;
  return {
    profileId,
    accountId: null,
    score: likeliest?.score ?? 0,
    source: 'none',
    reason: found.reason,
    factors: likeliest?.factors ?? [],
    evidence,
  };
}
