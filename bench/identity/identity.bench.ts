import { parseArgs } from 'node:util';
import { normalisePerson, type NormalisedPerson } from '../../src/normalisation/index.js';
import {
  matchInMemory,
  nodeSignature,
  prepareNode,
  standardModel,
  standardThresholds,
  trainModel,
  type MatchModel,
  type MatchThresholds,
  type PreparedNode,
} from '../../src/profiles/matching/index.js';
import { accuracy, accuracyCells, type Accuracy } from '../support/accuracy.js';
import { decimals, print, progress, table, whole } from '../support/report.js';
import { baselines, clusterByKeys } from './baselines.js';
import { readDatasets, type Dataset } from './dataset.js';
import { accuracyOfClusters, bCubed, pairsInside } from './quality.js';

interface Prepared {
  readonly dataset: Dataset;
  readonly persons: readonly NormalisedPerson[];
  readonly nodes: readonly PreparedNode[];
  /** The node of each lead. */
  readonly nodeOf: readonly string[];
  readonly seconds: number;
}

interface Result {
  readonly name: string;
  readonly pairs: Accuracy | null;
  readonly clusters: Accuracy;
  readonly bCubed: Accuracy;
  readonly reviews: number | null;
  readonly seconds: number | null;
}

/** How well people are found in labelled leads, beside simple rules; see `readDatasets` for what can be read. */
export async function benchIdentity(args: readonly string[]): Promise<void> {
  const { data, threshold, review } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: '.' },
      threshold: { type: 'string', default: String(standardThresholds.autoMerge) },
      review: { type: 'string', default: String(standardThresholds.review) },
    },
  }).values;
  const thresholds = { autoMerge: Number(threshold), review: Math.min(Number(review), Number(threshold)) };
  const datasets = readDatasets(data);
  if (datasets.length === 0) throw new Error(`There are no labelled leads in ${data}.`);
  for (const dataset of datasets) show(dataset, measure(prepare(dataset), thresholds));
  print(`Auto-merge from ${thresholds.autoMerge}, review from ${thresholds.review}`);
}

function prepare(dataset: Dataset): Prepared {
  const begun = performance.now();
  const persons = dataset.leads.map(({ person }) => normalisePerson(person));
  const nodes = new Map<string, PreparedNode>();
  const nodeOf = dataset.leads.map(({ id, identities }, index) => {
    const person = persons[index] as NormalisedPerson;
    const signature = nodeSignature(person, identities) ?? id;
    const node = nodes.get(signature) ?? prepareNode({ id, person, identities });
    nodes.set(signature, node);
    return node.id;
  });
  return { dataset, persons, nodes: [...nodes.values()], nodeOf, seconds: secondsSince(begun) };
}

function measure(prepared: Prepared, thresholds: MatchThresholds): readonly Result[] {
  const begun = performance.now();
  const own = trainModel(prepared.nodes, { version: 'own', seed: 1, report: () => undefined });
  progress(`${prepared.dataset.name}: trained without labels in ${decimals(secondsSince(begun), 1)} s`);
  return [
    measureModel('the model that comes with it', standardModel, prepared, thresholds),
    measureModel('trained on these leads, without labels', own, prepared, thresholds),
    ...baselines.map((baseline) => measureBaseline(baseline, prepared)),
  ];
}

function measureModel(
  name: string,
  model: MatchModel,
  prepared: Prepared,
  thresholds: MatchThresholds,
): Result {
  const { dataset, nodes, nodeOf, seconds } = prepared;
  const begun = performance.now();
  const { clusters, reviews, edges } = matchInMemory(model, nodes, thresholds);
  const elapsed = seconds + secondsSince(begun);
  const clusterOf = new Map(clusters.flatMap((ids, cluster) => ids.map((id) => [id, String(cluster)])));
  const truth = dataset.leads.map((lead) => lead.truth);
  const truthOf = new Map(dataset.leads.map((lead) => [lead.id, lead.truth]));
  const merged = edges.filter(({ probability }) => probability >= thresholds.autoMerge);
  const right = merged.filter(({ a, b }) => truthOf.get(a) === truthOf.get(b)).length;
  const all = pairsInside(nodes.map(({ id }) => truthOf.get(id) ?? id));
  const found = nodeOf.map((node) => clusterOf.get(node) ?? node);
  return {
    name,
    pairs: accuracy(right, merged.length, all),
    clusters: accuracyOfClusters(found, truth),
    bCubed: bCubed(found, truth),
    reviews: reviews.length,
    seconds: elapsed,
  };
}

function measureBaseline(
  { name, keysOf }: (typeof baselines)[number],
  { dataset, persons }: Prepared,
): Result {
  const keys = dataset.leads.map((lead, index) =>
    keysOf(lead, persons[index] as NormalisedPerson).filter((key) => typeof key === 'string' && key !== ''),
  );
  const found = clusterByKeys(keys as string[][]);
  const truth = dataset.leads.map((lead) => lead.truth);
  return {
    name,
    pairs: null,
    clusters: accuracyOfClusters(found, truth),
    bCubed: bCubed(found, truth),
    reviews: null,
    seconds: null,
  };
}

function show({ name, leads }: Dataset, results: readonly Result[]): void {
  const head = [
    '',
    'pair P',
    'R',
    'F1',
    'cluster P',
    'R',
    'F1',
    'B³ P',
    'R',
    'F1',
    'reviews/1000',
    'leads/s',
  ];
  const rows = results.map((result) => [
    result.name,
    ...(result.pairs === null ? ['', '', ''] : accuracyCells(result.pairs)),
    ...accuracyCells(result.clusters),
    ...accuracyCells(result.bCubed),
    result.reviews === null ? '' : decimals((result.reviews / leads.length) * 1000, 1),
    result.seconds === null ? '' : whole(leads.length / result.seconds),
  ]);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  print(
    `${name}: ${whole(leads.length)} leads; peak memory so far ${whole(megabytes)} MiB`,
    '',
    ...table(head, rows),
    '',
  );
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}
