import type { RemoteCandidate } from '../../systems/index.js';
import { clearlyAnother } from './adoption.js';
import { adopt, byAge, create, held, write, type Decision, type Known } from './decision.js';

/** Who is to be on a list or in a campaign. */
export interface Member {
  readonly id: string;
  readonly kind: 'person' | 'account';
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Objects of which one must stand over there before there can be a membership. */
  readonly neededParents: readonly string[];
}

/**
 * What becomes of a membership. Who is there already stays; who is known over there is added; whom nobody knows
 * there cannot be. A membership that somebody ended is begun again: it is no record that was deleted.
 */
export function decideMembership(member: Member, known: Known): Decision {
  const { answer, object, ours } = known;
  const present = answer.candidates.filter((candidate) => candidate.object === object).toSorted(byAge);
  const own = present.find(({ remoteId, key }) => ours && (remoteId === ours.remoteId || key === ours.key));
  if (own) return write(known, own, false);
  const [found, ...others] = present;
  if (found) return adopt(known, found, member, others);
  const { neededParents } = member;
  if (neededParents.length === 0 || neededParents.some((parent) => known.parents[parent] !== undefined)) {
    return create(known);
  }
  const parent = parentAmong(answer.candidates, member);
  return parent
    ? create({ ...known, parents: { ...known.parents, [parent.object]: parent.remoteId } })
    : noParent(member);
}

/** The membership that is to be ended; null where there is none. */
export function standingMembership({ answer, object, ours }: Known): string | null {
  const own = answer.candidates.find(
    ({ object: of, remoteId, key }) =>
      of === object && ours && (remoteId === ours.remoteId || key === ours.key),
  );
  return own?.remoteId ?? null;
}

/** In the order in which the object declares its parents, the oldest first. */
function parentAmong(candidates: readonly RemoteCandidate[], member: Member): RemoteCandidate | null {
  for (const parent of member.neededParents) {
    const [oldest] = candidates
      .filter(({ object, converted }) => object === parent && !converted)
      .filter((candidate) => !clearlyAnother(member, candidate))
      .toSorted(byAge);
    if (oldest) return oldest;
  }
  return null;
}

function noParent({ neededParents }: Member): Decision {
  return held(
    'no-such-lead',
    `There is no ${neededParents.join(' or ')} of this person over there, so they cannot be added. ` +
      'Once there is one, send the record again; a sync of that object would bring it.',
  );
}
