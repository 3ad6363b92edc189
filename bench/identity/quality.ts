import { accuracy, type Accuracy } from '../support/accuracy.js';

/** Of all pairs inside the clusters, by the cluster and the true person of each lead. */
export function accuracyOfClusters(clusters: readonly string[], truth: readonly string[]): Accuracy {
  const both = clusters.map((cluster, lead) => `${cluster}\n${truth[lead]}`);
  return accuracy(pairsInside(both), pairsInside(clusters), pairsInside(truth));
}

/** B-cubed (Bagga and Baldwin 1998): precision and recall of each lead's cluster, averaged over the leads. */
export function bCubed(clusters: readonly string[], truth: readonly string[]): Accuracy {
  const inCluster = tally(clusters);
  const inTruth = tally(truth);
  let [precision, recall] = [0, 0];
  for (const [both, count] of tally(clusters.map((cluster, lead) => `${cluster}\n${truth[lead]}`))) {
    const [cluster = '', person = ''] = both.split('\n');
    precision += (count * count) / (inCluster.get(cluster) ?? 1) / truth.length;
    recall += (count * count) / (inTruth.get(person) ?? 1) / truth.length;
  }
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

export function pairsInside(groups: readonly string[]): number {
  return [...tally(groups).values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

function tally(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
