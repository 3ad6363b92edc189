import { parentPort, workerData } from 'node:worker_threads';
import { fold, normalisePerson, type StatedPerson } from '../../src/normalisation/index.js';
import {
  matchShare,
  nodeSignature,
  prepareNode,
  standardModel,
  standardThresholds,
  stableHash,
  type PreparedNode,
  type UniqueIdentity,
} from '../../src/profiles/matching/index.js';
import { progress } from '../support/report.js';
import { UnderWay } from '../support/under-way.js';
import { inventedLeads, SEED } from './invented-leads.js';
import { PortTeam, type Ports } from './port-team.js';

const NONE: readonly UniqueIdentity[] = [];

/** What a thread is told at its start. */
export interface ShareOrder {
  readonly leads: number;
  readonly share: number;
  readonly ports: Ports;
}

interface StatedLead {
  readonly id: string;
  readonly lead: StatedPerson;
}

/** What a thread did: seconds since all threads had their leads. */
export interface ShareReport {
  readonly leads: number;
  readonly nodes: number;
  readonly normalised: number;
  readonly matched: number;
  readonly candidates: number;
  readonly keysOverCap: number;
  readonly people: number;
  readonly reviews: number;
}

const { leads, share, ports } = workerData as ShareOrder;
const report = await benchShare(new PortTeam(ports, share));
parentPort?.postMessage(report, []);

async function benchShare(team: PortTeam): Promise<ShareReport> {
  const stated = [...inventedLeads(leads, SEED)]
    .map((lead, index) => ({ id: String(index), lead }))
    .filter(({ lead }) => shareOf(lead, team.size) === team.share);
  if (share === 0) progress(`leads invented with seed ${SEED}`);
  await team.gather('ready');

  const begun = performance.now();
  const nodes = nodesOf(stated);
  const normalised = performance.now();
  const match = await matchShare(standardModel, nodes, standardThresholds, team);
  const done = performance.now();
  team.leave();
  return {
    leads: stated.length,
    nodes: nodes.length,
    normalised: (normalised - begun) / 1_000,
    matched: (done - begun) / 1_000,
    candidates: match.candidates,
    keysOverCap: match.keysOverCap,
    people: match.clusters.length,
    reviews: match.reviews.length,
  };
}

/** Those of one last name are dealt to one thread, so that most who are compared are in one. */
function shareOf({ lastName }: StatedPerson, size: number): number {
  return Number(BigInt.asUintN(32, stableHash(fold(lastName ?? ''))) % BigInt(size));
}

function nodesOf(stated: readonly StatedLead[]): readonly PreparedNode[] {
  const nodes = new Map<string, PreparedNode>();
  const normalising = share === 0 ? new UnderWay('normalised by the first thread', stated.length) : null;
  for (const { id, lead } of stated) {
    const person = normalisePerson(lead);
    const signature = nodeSignature(person, NONE) ?? id;
    if (!nodes.has(signature)) nodes.set(signature, prepareNode({ id, person, identities: NONE }));
    normalising?.add(1);
  }
  return [...nodes.values()];
}
