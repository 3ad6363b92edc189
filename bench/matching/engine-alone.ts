import { workerData } from 'node:worker_threads';
import { normalisePerson } from '../../src/normalisation/index.js';
import {
  matchInMemory,
  nodeSignature,
  prepareNode,
  standardModel,
  standardThresholds,
  type PreparedNode,
  type UniqueIdentity,
} from '../../src/profiles/matching/index.js';
import { decimals, print, progress, whole } from '../support/report.js';
import { UnderWay } from '../support/under-way.js';
import { inventedLeads, SEED } from './invented-leads.js';

const NONE: readonly UniqueIdentity[] = [];

benchEngine(Number(workerData));

function benchEngine(leads: number): void {
  const stated = [...inventedLeads(leads, SEED)];
  progress(`${whole(stated.length)} leads invented with seed ${SEED}`);

  const begun = performance.now();
  const nodes = new Map<string, PreparedNode>();
  const normalising = new UnderWay('normalised', stated.length);
  stated.forEach((lead, index) => {
    const person = normalisePerson(lead);
    const signature = nodeSignature(person, []) ?? String(index);
    if (!nodes.has(signature))
      nodes.set(signature, prepareNode({ id: String(index), person, identities: NONE }));
    normalising.add(1);
  });
  const normalised = performance.now();
  const { clusters, reviews, candidates, keysOverCap } = matchInMemory(
    standardModel,
    [...nodes.values()],
    standardThresholds,
  );
  const done = performance.now();

  const seconds = (done - begun) / 1000;
  const cpu = process.cpuUsage();
  print(
    `${whole(stated.length)} leads in ${decimals(seconds, 1)} s: ${whole(stated.length / seconds)} leads a second`,
    `  normalised into ${whole(nodes.size)} nodes in ${decimals((normalised - begun) / 1000, 1)} s, matched in ${decimals((done - normalised) / 1000, 1)} s`,
    `  ${decimals(candidates / nodes.size, 2)} candidates a node, ${whole(keysOverCap)} keys over the cap`,
    `  ${whole(clusters.length)} people, ${whole(reviews.length)} reviews`,
    `  ${decimals((cpu.user + cpu.system) / 1e6, 1)} s of processor, ${whole(process.resourceUsage().maxRSS / 1024)} MiB at the peak`,
  );
}
