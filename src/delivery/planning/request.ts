import { tellingEmail } from '../../normalisation/index.js';
import type { LookUpRequest, ParentDeclaration } from '../../systems/index.js';
import type { Candidate } from './candidate.js';
import { parentIds } from './parents.js';

/**
 * What is asked of a record: by remote id alone once we know it, and before by its key and by what tells whose it
 * is. A membership is asked for by all of it every time, since it may have been ended and begun again.
 */
export function requestFor(
  candidate: Candidate,
  fields: readonly string[],
  declared: readonly ParentDeclaration[],
  isMembership: boolean,
): LookUpRequest {
  const { id, ours } = candidate;
  const parents = parentIds(candidate, declared);
  const above = Object.keys(parents).length > 0 ? { parents } : {};
  const byId = ours?.remoteId ? { remoteIds: [ours.remoteId] } : {};
  if (ours?.remoteId && !isMembership) return { id, fields, ...byId, ...above };
  return { id, fields, ...byId, ...(ours && { key: ours.key }), ...tellingOf(candidate), ...above };
}

function tellingOf(candidate: Candidate): Pick<LookUpRequest, 'emails' | 'domains' | 'names'> {
  if (candidate.kind === 'account') {
    const { domains, name } = candidate.account;
    return { ...(domains.length > 0 && { domains }), names: [name] };
  }
  // As people are told apart by it: what masks a person, or is no address, finds nobody.
  const email = tellingEmail(candidate.profile.fields.email?.value ?? null);
  return email ? { emails: [email.written] } : {};
}
