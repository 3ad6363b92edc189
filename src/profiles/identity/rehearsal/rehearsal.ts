import type { Sql } from '../../../platform/database/index.js';
import {
  forEachCandidate,
  type Clustering,
  type MatchThresholds,
  type PreparedNode,
} from '../../matching/index.js';
import type { MatchEdgeRepository } from '../match-edge.repository.js';
import type { MatchEngine, ScoredEdge } from '../match-engine.js';
import { KEY_CAP, type MatchKeyRepository } from '../match-key.repository.js';
import type { MatchNodeRepository, StoredNode } from '../match-node.repository.js';
import { changesOf, type GroupingChanges } from './changes.js';
import { Groups } from './groups.js';
import { samplesOf, type PairSample, type Staging } from './samples.js';

/** Stored people are read; nothing is written. */
export interface RehearsalStore {
  readonly sql: Sql;
  readonly workspaceId: string;
  readonly nodes: MatchNodeRepository;
  readonly keys: MatchKeyRepository;
  readonly edges: MatchEdgeRepository;
}

/** The rules that hold, and those that are tried. */
export interface RehearsalRules {
  readonly current: MatchEngine;
  readonly tried: MatchEngine;
  readonly thresholds: MatchThresholds;
}

/** What the tried rules would make of some people. */
export interface Rehearsed extends Pick<GroupingChanges, 'mergesGained' | 'mergesLost' | 'touched'> {
  readonly profiles: number;
  readonly nodeIds: readonly string[];
  readonly reviews: number;
  readonly samples: readonly PairSample[];
}

/**
 * Matches people again under other rules and forgets the result. First all leads in question are compared with
 * whoever they share a key with, which tells who hangs together; then each such group of whole profiles is
 * clustered anew, as the matcher would. Only ids are kept in between.
 */
export class Rehearsal {
  private readonly people = new Groups();
  private readonly compared = new Set<string>();

  constructor(
    private readonly store: RehearsalStore,
    private readonly rules: RehearsalRules,
  ) {}

  /** Finds with whom these nodes hang together under the tried rules. */
  async compare(nodeIds: readonly string[]): Promise<void> {
    const { sql, workspaceId, nodes, keys } = this.store;
    const ids = [...new Set(nodeIds)].filter((id) => !this.compared.has(id));
    if (ids.length === 0) return;
    const asked = (await nodes.byIds(sql, workspaceId, ids)).map((node) => this.prepare(node));
    for (const { id, profileId } of asked) {
      this.compared.add(id);
      this.people.add(profileId);
    }
    const live = await this.liveKeys(asked);
    const wanted = [...new Set([...live.values()].flat())];
    const holders = new Map<string, string[]>();
    for (const { key, nodeId } of await keys.holders(sql, workspaceId, wanted))
      holders.set(key, [...(holders.get(key) ?? []), nodeId]);
    const found = new Map<string, Set<string>>();
    for (const { id } of asked) {
      const usable = (live.get(id) ?? []).map((key) => holders.get(key) ?? []);
      found.set(id, new Set(usable.filter(({ length }) => length <= KEY_CAP).flat()));
    }
    await this.unite(asked, found);
  }

  /** Whole groups, each of at least one profile: what `decide` takes, in bundles of about so many profiles. */
  bundles(profiles: number): readonly (readonly string[])[] {
    const bundles: string[][] = [];
    for (const group of this.people.all()) {
      const last = bundles.at(-1);
      if (last && last.length + group.length <= profiles) last.push(...group);
      else bundles.push([...group]);
    }
    return bundles;
  }

  /** Clusters whole groups of profiles anew. */
  async decide(profileIds: readonly string[]): Promise<Rehearsed> {
    const { sql, workspaceId, nodes, edges } = this.store;
    const { tried, thresholds } = this.rules;
    const stored = (await nodes.byProfiles(sql, workspaceId, profileIds)).map((node) => this.prepare(node));
    const pairs = await this.pairs(stored);
    const scored = pairs.flatMap(([a, b]): ScoredEdge[] => {
      const edge = tried.edge(a, b);
      return edge && edge.probability >= thresholds.review ? [edge] : [];
    });
    const ids = stored.map(({ id }) => id);
    const assertions = ids.length === 0 ? [] : await edges.assertions(sql, workspaceId, ids);
    const clustering: Clustering = tried.cluster(stored, scored, assertions, thresholds);
    const owners = new Map(stored.map(({ id, profileId }) => [id, profileId]));
    const changes = changesOf(owners, clustering.clusters);
    const staging: Staging = { nodes: stored, pairs, edges: scored, clustering, changes };
    return {
      mergesGained: changes.mergesGained,
      mergesLost: changes.mergesLost,
      touched: changes.touched,
      profiles: new Set(owners.values()).size,
      nodeIds: ids,
      reviews: clustering.reviews.length,
      samples: samplesOf(this.rules, staging),
    };
  }

  private async unite(
    asked: readonly Candidate[],
    found: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<void> {
    const { sql, workspaceId, nodes } = this.store;
    const here = new Set(asked.map(({ id }) => id));
    const ids = new Set([...found.values()].flatMap((some) => [...some]));
    const others = await nodes.byIds(
      sql,
      workspaceId,
      [...ids].filter((id) => !here.has(id)),
    );
    const all = new Map(
      [...asked, ...others.map((node) => this.prepare(node))].map((node) => [node.id, node]),
    );
    for (const node of asked) {
      for (const id of found.get(node.id) ?? []) {
        const other = all.get(id);
        if (other && id !== node.id && this.hangTogether(node, other))
          this.people.unite(node.profileId, other.profileId);
      }
    }
  }

  private hangTogether(one: Candidate, other: Candidate): boolean {
    const { tried, thresholds } = this.rules;
    if (this.people.of(one.profileId) === this.people.of(other.profileId)) return false;
    return (tried.edge(one, other)?.probability ?? 0) >= thresholds.review;
  }

  /** All pairs of one group that share a key which still tells something. */
  private async pairs(nodes: readonly Candidate[]): Promise<(readonly [Candidate, Candidate])[]> {
    const live = await this.liveKeys(nodes);
    const numbers = new Map([...new Set([...live.values()].flat())].map((key, number) => [key, number]));
    const pairs: (readonly [Candidate, Candidate])[] = [];
    forEachCandidate(
      nodes,
      (later, earlier) => {
        const [a, b] = [nodes[later], nodes[earlier]];
        if (a && b && this.people.of(a.profileId) === this.people.of(b.profileId)) pairs.push([a, b]);
      },
      ({ id }) => (live.get(id) ?? []).map((key) => numbers.get(key) ?? 0),
    );
    return pairs;
  }

  private async liveKeys(nodes: readonly Candidate[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { sql, workspaceId, keys } = this.store;
    const all = new Map(nodes.map((node) => [node.id, this.rules.tried.keysOf(node)]));
    const retired = await keys.retired(sql, workspaceId, [...new Set([...all.values()].flat())]);
    return new Map([...all].map(([id, own]) => [id, own.filter((key) => !retired.has(key))]));
  }

  private prepare(node: StoredNode): Candidate {
    return { ...this.rules.tried.prepare(node), profileId: node.profileId };
  }
}

/** A stored node that can be compared. */
export type Candidate = PreparedNode & Pick<StoredNode, 'profileId'>;
