/** What other rules would do to people: two profiles that become one, or one that becomes two. */
export interface GroupingChanges {
  readonly mergesGained: number;
  readonly mergesLost: number;
  /** Profiles that would have other leads than they have. */
  readonly touched: ReadonlySet<string>;
  /** Of each cluster with leads of several profiles these profiles. */
  readonly joined: readonly Joined[];
  /** Of each profile whose leads are in several clusters these clusters, by number. */
  readonly parted: readonly Parting[];
}

export interface Joined {
  readonly cluster: number;
  readonly profileIds: readonly string[];
}

export interface Parting {
  readonly profileId: string;
  readonly clusters: readonly number[];
}

/**
 * Compares whose each node is with the cluster that it would be in. Of k profiles that become one, k - 1 merges
 * are gained; of one that falls into k parts, k - 1 are lost.
 */
export function changesOf(
  owners: ReadonlyMap<string, string>,
  clusters: readonly (readonly string[])[],
): GroupingChanges {
  const clustersOf = new Map<string, Set<number>>();
  const joined: Joined[] = [];
  clusters.forEach((nodeIds, cluster) => {
    const profileIds = [...new Set(nodeIds.flatMap((id) => owners.get(id) ?? []))].toSorted();
    if (profileIds.length > 1) joined.push({ cluster, profileIds });
    for (const id of profileIds) clustersOf.set(id, (clustersOf.get(id) ?? new Set()).add(cluster));
  });
  const parted = [...clustersOf].flatMap(([profileId, numbers]): Parting[] =>
    numbers.size > 1 ? [{ profileId, clusters: [...numbers] }] : [],
  );
  return {
    mergesGained: joined.reduce((sum, { profileIds }) => sum + profileIds.length - 1, 0),
    mergesLost: parted.reduce((sum, part) => sum + part.clusters.length - 1, 0),
    touched: new Set([
      ...joined.flatMap(({ profileIds }) => profileIds),
      ...parted.map(({ profileId }) => profileId),
    ]),
    joined,
    parted,
  };
}
