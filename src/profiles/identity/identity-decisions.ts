import { Injectable } from '@nestjs/common';
import { newId, type Sql } from '../../platform/database/index.js';
import { groupBy } from '../../platform/group-by.js';
import type { MatchAssertion } from '../matching/index.js';
import { CandidatePairs } from './candidate-pairs.js';
import { noChange, type GraphChange, type Regrouping } from './graph-change.js';
import { IdentityEventRepository } from './identity-event.repository.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchNodeRepository, type StoredNode } from './match-node.repository.js';
import { readThresholds } from './match-settings.js';
import { Regrouper } from './regrouper.js';

/** A lead that is taken out of a profile. */
export interface TakenLead {
  readonly eventId: string;
  readonly nodeId: string;
}

export interface Parted extends Regrouping {
  /** Where each lead is now that was taken from a node which keeps others. */
  readonly moves: ReadonlyMap<string, string>;
}

/**
 * What people decide about who is one person. It holds above any score, and for good: the matcher never undoes it.
 * Runs in a transaction under the matcher lease of the workspace; nodes are stored, profiles are left to the caller.
 */
@Injectable()
export class IdentityDecisions {
  constructor(
    private readonly nodes: MatchNodeRepository,
    private readonly edges: MatchEdgeRepository,
    private readonly pairs: CandidatePairs,
    private readonly regrouper: Regrouper,
    private readonly events: IdentityEventRepository,
  ) {}

  /** All leads of these profiles are of one person, also where it was once said that they are not. */
  async merge(
    sql: Sql,
    workspaceId: string,
    profileIds: readonly string[],
    decidedBy: string,
  ): Promise<Regrouping> {
    const nodes = await this.nodes.byProfiles(sql, workspaceId, profileIds);
    const ids = new Set(nodes.map(({ id }) => id));
    const [first, ...others] = nodes;
    const joined = others.map(({ id }): MatchAssertion => ({ a: first?.id ?? '', b: id, verdict: 'same' }));
    const before = await this.edges.assertions(sql, workspaceId, [...ids]);
    const revoked = before
      .filter(({ a, b, verdict }) => verdict === 'distinct' && ids.has(a) && ids.has(b))
      .map(({ a, b }): MatchAssertion => ({ a, b, verdict: 'same' }));
    return this.regroup(sql, workspaceId, { ...noChange, asserted: [...joined, ...revoked], decidedBy });
  }

  /** No lead of the one is of the same person as a lead of the other. */
  async part(
    sql: Sql,
    workspaceId: string,
    [one, other]: readonly [string, string],
    decidedBy: string,
  ): Promise<Regrouping> {
    const nodes = await this.nodes.byProfiles(sql, workspaceId, [one, other]);
    const asserted = apart(
      nodes.filter(({ profileId }) => profileId === one),
      nodes.filter(({ profileId }) => profileId === other),
    );
    await this.events.append(sql, workspaceId, [
      {
        id: newId(),
        kind: 'asserted-distinct',
        profileId: one,
        otherProfileId: other,
        probability: null,
        evidence: null,
        modelVersion: null,
        decidedBy,
      },
    ]);
    return this.regroup(sql, workspaceId, { ...noChange, asserted, decidedBy });
  }

  /**
   * Takes leads out of a profile. A node that keeps other leads is doubled, so that what says the same can still be
   * two people.
   */
  async split(
    sql: Sql,
    workspaceId: string,
    profileId: string,
    leads: readonly TakenLead[],
    decidedBy: string,
  ): Promise<Parted> {
    const nodes = await this.nodes.byProfiles(sql, workspaceId, [profileId]);
    const taken = groupBy(leads, ({ nodeId }) => nodeId);
    const whole = new Set(
      await this.nodes.emptiedBy(
        sql,
        workspaceId,
        [...taken.keys()],
        leads.map(({ eventId }) => eventId),
      ),
    );
    const doubled = nodes.filter(({ id }) => taken.has(id) && !whole.has(id));
    const variants = await this.nodes.doubles(
      sql,
      workspaceId,
      doubled.map(({ id }) => id),
    );
    const fresh = variants.map(({ node }) => node);
    const moves = new Map(
      variants.flatMap(({ of, node }) =>
        (taken.get(of) ?? []).map(({ eventId }) => [eventId, node.id] as const),
      ),
    );
    const { edges, met, loosened } = await this.pairs.of(sql, workspaceId, fresh);
    const asserted = apart(
      [...fresh, ...nodes.filter(({ id }) => whole.has(id))],
      nodes.filter(({ id }) => !whole.has(id)),
    );
    const change = { ...noChange, fresh, edges, met, touched: loosened, asserted, decidedBy };
    return { ...(await this.regroup(sql, workspaceId, change)), moves };
  }

  private async regroup(sql: Sql, workspaceId: string, change: GraphChange): Promise<Regrouping> {
    return this.regrouper.regroup(sql, workspaceId, change, await readThresholds(sql, workspaceId));
  }
}

function apart(
  ones: readonly Pick<StoredNode, 'id'>[],
  others: readonly Pick<StoredNode, 'id'>[],
): MatchAssertion[] {
  return ones.flatMap(({ id: a }) =>
    others.map(({ id: b }): MatchAssertion => ({ a, b, verdict: 'distinct' })),
  );
}
