import { Injectable } from '@nestjs/common';
import { normalisePerson, type StatedPerson } from '../../normalisation/index.js';
import { newId, type Sql } from '../../platform/database/index.js';
import { groupBy } from '../../platform/group-by.js';
import type { MatchNode, UniqueIdentity } from '../matching/index.js';
import type { Heir } from './graph-change.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchNodeRepository, type FreshNode } from './match-node.repository.js';
import { signatureOf } from './signature.js';

/** A lead as it was read. */
export interface Arrival {
  readonly eventId: string;
  readonly person: StatedPerson;
  /** Ids of the person, sorted. */
  readonly identities: readonly UniqueIdentity[];
  /** It tells that the person is not to be contacted. */
  readonly doNotContact: boolean;
  /** The node that has held it until now, if it was read before. */
  readonly formerNodeId: string | null;
}

export interface FoundNodes {
  /** Node of each lead. */
  readonly nodeOf: ReadonlyMap<string, string>;
  readonly fresh: readonly FreshNode[];
  /** Whose each stored node was. */
  readonly ownerOf: ReadonlyMap<string, string>;
  readonly heirs: readonly Heir[];
}

interface Known {
  readonly id: string;
  readonly variant: number;
}

/** Says which node stands for each lead: the one that says the same, or else a new one. */
@Injectable()
export class NodeFinder {
  constructor(
    private readonly nodes: MatchNodeRepository,
    private readonly edges: MatchEdgeRepository,
  ) {}

  async find(sql: Sql, workspaceId: string, arrivals: readonly Arrival[]): Promise<FoundNodes> {
    const signed = arrivals.map(sign);
    const stored = await this.nodes.bySignature(sql, workspaceId, [
      ...new Set(signed.map((s) => s.signature)),
    ]);
    const known = new Map<string, Known[]>(groupBy(stored, ({ signature }) => signature));
    const apart = await this.apartFrom(sql, workspaceId, arrivals);

    const nodeOf = new Map<string, string>();
    const fresh: FreshNode[] = [];
    const heirs = new Map<string, Heir>();
    for (const { arrival, signature, node } of signed) {
      const { eventId, formerNodeId } = arrival;
      const found = candidate(known.get(signature) ?? [], formerNodeId, apart);
      const home = found ?? { id: newId(), variant: (known.get(signature)?.at(-1)?.variant ?? -1) + 1 };
      if (!found) {
        fresh.push({ ...node, ...home, signature });
        known.set(signature, [...(known.get(signature) ?? []), home]);
      }
      nodeOf.set(eventId, home.id);
      if (formerNodeId !== null && formerNodeId !== home.id) {
        heirs.set(`${formerNodeId} ${home.id}`, { from: formerNodeId, to: home.id });
        inherit(apart, formerNodeId, home.id);
      }
    }
    const ownerOf = new Map(stored.map(({ id, profileId }) => [id, profileId]));
    return { nodeOf, fresh, ownerOf, heirs: [...heirs.values()] };
  }

  /** By node, those that people said are somebody else: leads that come from there must not land here. */
  private async apartFrom(
    sql: Sql,
    workspaceId: string,
    arrivals: readonly Arrival[],
  ): Promise<Map<string, Set<string>>> {
    const former = [...new Set(arrivals.flatMap(({ formerNodeId }) => formerNodeId ?? []))];
    const apart = new Map<string, Set<string>>();
    if (former.length === 0) return apart;
    for (const { a, b, verdict } of await this.edges.assertions(sql, workspaceId, former)) {
      if (verdict === 'distinct') separate(apart, a, b);
    }
    return apart;
  }
}

function sign(arrival: Arrival) {
  const { identities, doNotContact } = arrival;
  const node: Omit<MatchNode, 'id'> = {
    person: normalisePerson(arrival.person),
    identities,
    doNotContact,
  };
  return { arrival, node, signature: signatureOf(node, arrival.eventId) };
}

/** The first that says the same, unless people told it apart from where the lead is now. */
function candidate(
  known: readonly Known[],
  formerNodeId: string | null,
  apart: ReadonlyMap<string, ReadonlySet<string>>,
): Known | undefined {
  if (formerNodeId === null) return known[0];
  const isThere = known.find(({ id }) => id === formerNodeId);
  return isThere ?? known.find(({ id }) => !apart.get(formerNodeId)?.has(id));
}

function inherit(apart: Map<string, Set<string>>, from: string, to: string): void {
  for (const other of apart.get(from) ?? []) separate(apart, to, other);
}

function separate(apart: Map<string, Set<string>>, a: string, b: string): void {
  if (a === b) return;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    apart.set(one, (apart.get(one) ?? new Set()).add(other));
}
