import type { ParentDeclaration } from '../../systems/index.js';
import type { Candidate, ParentRecord } from './candidate.js';
import type { ParentIds } from './decision.js';

/** Objects of which one must be there. */
export function neededParents(declared: readonly ParentDeclaration[]): string[] {
  return declared.filter(({ need }) => need === 'one-of').map(({ object }) => object);
}

/**
 * The parent for which a record has to wait: one that a sync is still to bring, and of those of which one is enough
 * only while none is there. Null when it may go. What stands over there already does not wait.
 */
export function awaitedParent(
  { ours, parents }: Pick<Candidate, 'ours' | 'parents'>,
  declared: readonly ParentDeclaration[],
): ParentRecord | null {
  if (ours?.remoteId) return null;
  const needed = neededParents(declared);
  const isThere = parents.some(({ object, remoteId }) => needed.includes(object) && remoteId !== null);
  const awaited = declared.flatMap(({ object, need }) =>
    need === 'one-of' && isThere ? [] : parents.filter((parent) => parent.object === object),
  );
  return awaited.find(({ isComing }) => isComing) ?? null;
}

export function parentIds(
  { parents }: Pick<Candidate, 'parents'>,
  declared: readonly ParentDeclaration[],
): ParentIds {
  const objects = declared.map(({ object }) => object);
  return Object.fromEntries(
    parents.flatMap(({ object, remoteId }) =>
      remoteId !== null && objects.includes(object) ? [[object, remoteId]] : [],
    ),
  );
}
