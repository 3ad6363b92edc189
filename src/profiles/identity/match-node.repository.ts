import { Injectable } from '@nestjs/common';
import { normaliserVersion } from '../../normalisation/index.js';
import { newId, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import type { MatchNode } from '../matching/index.js';

/** A node as stored: what its leads say, and whose they are. */
export interface StoredNode extends MatchNode {
  readonly profileId: string;
}

export interface SignedNode {
  readonly id: string;
  /** Hexadecimal. */
  readonly signature: string;
  readonly variant: number;
  readonly profileId: string;
}

export interface FreshNode extends MatchNode {
  readonly signature: string;
  /** Told apart by people although they say the same. */
  readonly variant: number;
}

/** Which node a profile goes with. */
export interface Founder {
  readonly profileId: string;
  readonly nodeId: string;
  readonly mergedInto: string | null;
}

const COLUMNS = `n.id, n.person, n.identities, n.do_not_contact AS "doNotContact", n.profile_id AS "profileId"`;

@Injectable()
export class MatchNodeRepository {
  bySignature(sql: Sql, workspaceId: string, signatures: readonly string[]): Promise<SignedNode[]> {
    return rows(
      sql,
      `SELECT id, encode(signature, 'hex') AS signature, variant, profile_id AS "profileId" FROM match_node
       WHERE workspace_id = $1 AND signature = ANY(ARRAY(SELECT decode(s, 'hex') FROM unnest($2::text[]) AS s))
       ORDER BY variant`,
      [workspaceId, signatures],
    );
  }

  async byIds(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<StoredNode[]> {
    if (ids.length === 0) return [];
    return rows(
      sql,
      `SELECT ${COLUMNS} FROM match_node n WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id`,
      [workspaceId, ids],
    );
  }

  byProfiles(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<StoredNode[]> {
    return rows(
      sql,
      `SELECT ${COLUMNS} FROM match_node n WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[]) ORDER BY id`,
      [workspaceId, profileIds],
    );
  }

  /**
   * Every node that hangs together with these: by edges from `probability` on, by what people called the same, or by
   * being one profile now. Once there are more than `limit`, no others are looked for. One step a statement: what a
   * recursive one will find cannot be foreseen, and its plan would then read whole tables.
   */
  async connected(
    sql: Sql,
    workspaceId: string,
    start: readonly StoredNode[],
    probability: number,
    limit: number,
  ): Promise<StoredNode[]> {
    const reached = new Map<string, StoredNode>();
    let latest = start;
    while (latest.length > 0) {
      for (const node of latest) reached.set(node.id, node);
      if (reached.size > limit) break;
      latest = await this.neighbours(sql, workspaceId, latest, probability, [...reached.keys()]);
    }
    return [...reached.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Whole profiles, of these nodes and of those next to them, without the nodes that are known. */
  private neighbours(
    sql: Sql,
    workspaceId: string,
    nodes: readonly StoredNode[],
    probability: number,
    known: readonly string[],
  ): Promise<StoredNode[]> {
    return rows(
      sql,
      `WITH near AS (
         SELECT node_b AS id FROM match_edge
         WHERE workspace_id = $1 AND node_a = ANY($2::uuid[]) AND probability >= $4
         UNION
         SELECT node_a FROM match_edge WHERE workspace_id = $1 AND node_b = ANY($2::uuid[]) AND probability >= $4
         UNION
         SELECT node_b FROM match_assertion
         WHERE workspace_id = $1 AND node_a = ANY($2::uuid[]) AND verdict = 'same'
         UNION
         SELECT node_a FROM match_assertion
         WHERE workspace_id = $1 AND node_b = ANY($2::uuid[]) AND verdict = 'same'
         EXCEPT
         SELECT unnest($5::uuid[])
       ), reached AS (
         SELECT unnest($3::uuid[]) AS id
         UNION
         SELECT n.profile_id FROM near CROSS JOIN LATERAL (
           SELECT profile_id FROM match_node WHERE workspace_id = $1 AND id = near.id LIMIT 1) n
       )
       SELECT found.* FROM reached CROSS JOIN LATERAL (
         SELECT ${COLUMNS} FROM match_node n
         WHERE n.workspace_id = $1 AND n.profile_id = reached.id AND n.id <> ALL($5::uuid[]) OFFSET 0) found`,
      [
        workspaceId,
        nodes.map(({ id }) => id),
        [...new Set(nodes.map(({ profileId }) => profileId))],
        probability,
        known,
      ],
    );
  }

  founders(sql: Sql, workspaceId: string, nodeIds: readonly string[]): Promise<Founder[]> {
    return rows(
      sql,
      `SELECT id AS "profileId", founder_node_id AS "nodeId", merged_into AS "mergedInto" FROM profile
       WHERE workspace_id = $1 AND founder_node_id = ANY($2::uuid[]) ORDER BY id`,
      [workspaceId, nodeIds],
    );
  }

  /** Workspaces with nodes that an older version of the normaliser made. */
  async workspacesWithOutdated(sql: Sql): Promise<string[]> {
    const found = await rows<{ id: string }>(
      sql,
      `SELECT id FROM workspace w WHERE EXISTS (
         SELECT FROM match_node n WHERE n.workspace_id = w.id AND n.normaliser_version < $1)`,
      [normaliserVersion],
    );
    return found.map(({ id }) => id);
  }

  async outdated(sql: Sql, workspaceId: string, limit: number): Promise<string[]> {
    const found = await rows<{ id: string }>(
      sql,
      `SELECT id FROM match_node WHERE workspace_id = $1 AND normaliser_version < $2 ORDER BY id LIMIT $3`,
      [workspaceId, normaliserVersion, limit],
    );
    return found.map(({ id }) => id);
  }

  /** For nodes of which nothing is left but repeats, which nobody matches. */
  async leaveAsTheyAre(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<void> {
    await sql.query(
      `UPDATE match_node SET normaliser_version = $3 WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
      [workspaceId, ids, normaliserVersion],
    );
  }

  /** New variants of nodes, which say the same of somebody else; not stored yet. */
  async doubles(
    sql: Sql,
    workspaceId: string,
    ids: readonly string[],
  ): Promise<readonly { readonly of: string; readonly node: FreshNode }[]> {
    if (ids.length === 0) return [];
    const found = await rows<Omit<FreshNode, 'id'> & { of: string }>(
      sql,
      `SELECT n.id AS of, n.person, n.identities, n.do_not_contact AS "doNotContact", encode(n.signature, 'hex') AS signature,
         (SELECT max(v.variant) + 1 FROM match_node v
          WHERE v.workspace_id = $1 AND v.signature = n.signature) AS variant
       FROM match_node n WHERE n.workspace_id = $1 AND n.id = ANY($2::uuid[]) ORDER BY n.id`,
      [workspaceId, ids],
    );
    return found.map(({ of, ...node }) => ({ of, node: { id: newId(), ...node } }));
  }

  async insert(
    sql: Sql,
    workspaceId: string,
    nodes: readonly (FreshNode & { readonly profileId: string })[],
  ): Promise<void> {
    if (nodes.length === 0) return;
    await sql.query(
      `INSERT INTO match_node (workspace_id, id, signature, variant, person, identities, do_not_contact,
         normaliser_version, profile_id)
       SELECT $1, n.id, decode(n.signature, 'hex'), n.variant, n.person, n.identities,
         coalesce(n."doNotContact", false), $3, n."profileId"
       FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, signature text, variant integer, person jsonb,
         identities jsonb, "doNotContact" boolean, "profileId" uuid)`,
      [workspaceId, toJsonb(nodes), normaliserVersion],
    );
  }

  /** Moves nodes, and by the key of their leads these too. */
  async move(sql: Sql, workspaceId: string, owners: ReadonlyMap<string, string>): Promise<void> {
    if (owners.size === 0) return;
    await sql.query(
      `UPDATE match_node n SET profile_id = moved.profile_id
       FROM unnest($2::uuid[], $3::uuid[]) AS moved(id, profile_id)
       WHERE n.workspace_id = $1 AND n.id = moved.id`,
      [workspaceId, [...owners.keys()], [...owners.values()]],
    );
  }

  /** Lets profiles go with other nodes; null where none of their leads is left. */
  async handOver(sql: Sql, workspaceId: string, founders: ReadonlyMap<string, string | null>): Promise<void> {
    if (founders.size === 0) return;
    await sql.query(
      `UPDATE profile p SET founder_node_id = given.node_id
       FROM unnest($2::uuid[], $3::uuid[]) AS given(id, node_id)
       WHERE p.workspace_id = $1 AND p.id = given.id`,
      [workspaceId, [...founders.keys()], [...founders.values()]],
    );
  }

  /** Those of these nodes that keep no lead once the events that leave, and the repeats of these, are gone. */
  async emptiedBy(
    sql: Sql,
    workspaceId: string,
    nodeIds: readonly string[],
    leaving: readonly string[],
  ): Promise<string[]> {
    if (nodeIds.length === 0) return [];
    const emptied = await rows<{ id: string }>(
      sql,
      `SELECT n.id FROM unnest($2::uuid[]) AS n(id) WHERE NOT EXISTS (
         SELECT FROM lead_event e WHERE e.workspace_id = $1 AND e.node_id = n.id AND e.id <> ALL($3::uuid[])
           AND (e.duplicate_of IS NULL OR e.duplicate_of <> ALL($3::uuid[])))
       ORDER BY n.id`,
      [workspaceId, nodeIds, leaving],
    );
    return emptied.map(({ id }) => id);
  }

  /** Its edges, assertions and reviews go with a node. */
  async remove(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.query(`DELETE FROM match_node WHERE workspace_id = $1 AND id = ANY($2::uuid[])`, [
      workspaceId,
      ids,
    ]);
  }
}
