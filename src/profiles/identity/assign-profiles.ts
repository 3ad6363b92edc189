import type { Founder } from './match-node.repository.js';

/** Whose each node is after clustering, and what that does to the profiles. */
export interface Assignment {
  /** By node. */
  readonly owners: ReadonlyMap<string, string>;
  /** New profiles, by id, with the node that founds them. */
  readonly founded: ReadonlyMap<string, string>;
  /** For each known profile that any of the nodes founded: into which it is merged, or null where it stands. */
  readonly redirects: ReadonlyMap<string, string | null>;
}

/**
 * The oldest profile that was founded in a cluster is the profile of it; the others are redirected there. A profile
 * whose founder stands apart again is itself again. So ids depend on who is one person and on nothing else, a
 * redirect has one step, and an undone merge gives the old id back.
 */
export function assignProfiles(
  clusters: readonly (readonly string[])[],
  founders: readonly Founder[],
  mint: () => string,
): Assignment {
  const foundedBy = new Map<string, string[]>();
  for (const { nodeId, profileId } of founders)
    foundedBy.set(nodeId, [...(foundedBy.get(nodeId) ?? []), profileId]);
  const owners = new Map<string, string>();
  const founded = new Map<string, string>();
  const redirects = new Map<string, string | null>();
  for (const nodeIds of clusters) {
    const oldestNode = nodeIds.toSorted()[0];
    if (oldestNode === undefined) continue;
    const known = nodeIds.flatMap((id) => foundedBy.get(id) ?? []).toSorted();
    const owner = known[0] ?? mint();
    if (known.length === 0) founded.set(owner, oldestNode);
    for (const id of nodeIds) owners.set(id, owner);
    for (const profileId of known) redirects.set(profileId, profileId === owner ? null : owner);
  }
  return { owners, founded, redirects };
}
