import type { ParentDeclaration } from '../../systems/index.js';
import { decideAccount } from './account-adoption.js';
import { decide } from './adoption.js';
import { ownerIdOf, type Candidate } from './candidate.js';
import type { Decision, Known } from './decision.js';
import { decideMembership } from './membership.js';
import { neededParents } from './parents.js';

/** Each kind of record is decided by rules of its own. */
export function decisionFor(
  candidate: Candidate,
  known: Known,
  parents: readonly ParentDeclaration[],
  isMembership: boolean,
): Decision {
  if (isMembership) {
    const { kind } = candidate;
    const member = { id: ownerIdOf(candidate), kind, ...namesOf(candidate) };
    return decideMembership({ ...member, neededParents: neededParents(parents) }, known);
  }
  if (candidate.kind === 'account') return decideAccount(candidate.account, known);
  return decide({ profileId: candidate.profile.id, ...namesOf(candidate) }, known);
}

function namesOf(candidate: Candidate): { firstName: string | null; lastName: string | null } {
  if (candidate.kind === 'account') return { firstName: null, lastName: null };
  const { firstName, lastName } = candidate.profile.fields;
  return { firstName: firstName?.value ?? null, lastName: lastName?.value ?? null };
}
