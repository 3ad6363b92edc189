import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { normalisePerson, normaliserVersion } from '../../../src/normalisation/index.js';
import {
  blockingKeys,
  MOST_PER_KEY,
  prepareNode,
  scorePair,
  standardModel,
  standardThresholds,
  type PreparedNode,
} from '../../../src/profiles/matching/index.js';
import type { NumberedLead } from './arriving-lead.js';

/**
 * The least that matching on a database can be: find candidates, score, insert, one transaction a batch. It says of
 * nobody who they are; what the matcher does beyond it is measured against it.
 */
export class BareLoop {
  candidates = 0;

  private constructor(
    private readonly client: Client,
    private readonly workspaceId: string,
  ) {}

  static async open(url: string, workspaceId: string): Promise<BareLoop> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`ALTER TABLE match_node DROP CONSTRAINT match_node_workspace_id_profile_id_fkey`);
    return new BareLoop(client, workspaceId);
  }

  async take(leads: readonly NumberedLead[]): Promise<void> {
    const fresh = leads.map(({ id, stated }) =>
      prepareNode({ id, person: normalisePerson(stated), identities: [] }),
    );
    const keys = fresh.flatMap((node) =>
      blockingKeys(node).map((key) => ({ key: String(key), id: node.id })),
    );
    await this.client.query('BEGIN');
    const found = await this.holders([...new Set(keys.map(({ key }) => key))]);
    const known = await this.nodes([...new Set([...found.values()].flat())]);
    const edges = this.score(fresh, keys, found, known);
    await this.insert(fresh, keys, edges);
    await this.client.query('COMMIT');
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async holders(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await this.client.query<{ key: string; ids: string[] }>(
      `SELECT asked.key::text, array_agg(found.node_id) AS ids FROM unnest($2::bigint[]) AS asked(key)
       CROSS JOIN LATERAL (SELECT k.node_id FROM match_key k
         WHERE k.workspace_id = $1 AND k.key = asked.key LIMIT ${MOST_PER_KEY + 1}) found
       GROUP BY asked.key HAVING count(*) <= ${MOST_PER_KEY}`,
      [this.workspaceId, keys],
    );
    return new Map(rows.map(({ key, ids }) => [key, ids]));
  }

  private async nodes(ids: readonly string[]): Promise<ReadonlyMap<string, PreparedNode>> {
    const { rows } = await this.client.query<Pick<PreparedNode, 'id' | 'person'>>(
      `SELECT id, person FROM match_node WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
      [this.workspaceId, ids],
    );
    return new Map(rows.map(({ id, person }) => [id, prepareNode({ id, person, identities: [] })]));
  }

  private score(
    fresh: readonly PreparedNode[],
    keys: readonly { readonly key: string; readonly id: string }[],
    found: ReadonlyMap<string, readonly string[]>,
    known: ReadonlyMap<string, PreparedNode>,
  ) {
    const byKey = new Map<string, string[]>();
    for (const { key, id } of keys) byKey.set(key, [...(byKey.get(key) ?? []), id]);
    const others = new Map(fresh.map(({ id }) => [id, new Set<string>()]));
    for (const { key, id } of keys) {
      for (const other of found.get(key) ?? []) others.get(id)?.add(other);
      for (const other of byKey.get(key) ?? []) if (other < id) others.get(id)?.add(other);
    }
    const here = new Map(fresh.map((node) => [node.id, node]));
    return fresh.flatMap((node) =>
      [...(others.get(node.id) ?? [])].flatMap((id) => {
        const other = known.get(id) ?? here.get(id);
        if (!other) return [];
        this.candidates += 1;
        const { weight, probability, levels } = scorePair(standardModel, node, other);
        const ends = id < node.id ? { a: id, b: node.id } : { a: node.id, b: id };
        return probability < standardThresholds.review ? [] : [{ ...ends, weight, probability, levels }];
      }),
    );
  }

  private async insert(
    fresh: readonly PreparedNode[],
    keys: readonly { readonly key: string; readonly id: string }[],
    edges: ReturnType<BareLoop['score']>,
  ): Promise<void> {
    const rows = fresh.map(({ id, person }) => {
      return { id, person, signature: createHash('sha256').update(id).digest('hex') };
    });
    await this.client.query(
      `INSERT INTO match_node (workspace_id, id, signature, person, normaliser_version, profile_id)
       SELECT $1, n.id, decode(n.signature, 'hex'), n.person, $3, n.id
       FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, signature text, person jsonb)`,
      [this.workspaceId, JSON.stringify(rows), normaliserVersion],
    );
    await this.client.query(
      `INSERT INTO match_key (workspace_id, key, node_id) SELECT $1, * FROM unnest($2::bigint[], $3::uuid[])`,
      [this.workspaceId, keys.map(({ key }) => key), keys.map(({ id }) => id)],
    );
    await this.client.query(
      `INSERT INTO match_edge (workspace_id, node_a, node_b, weight, probability, levels, model_version)
       SELECT $1, e.a, e.b, e.weight, e.probability, decode(e.levels, 'hex'), $7
       FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::text[])
         AS e(a, b, weight, probability, levels)`,
      [
        this.workspaceId,
        edges.map(({ a }) => a),
        edges.map(({ b }) => b),
        edges.map(({ weight }) => weight),
        edges.map(({ probability }) => probability),
        edges.map(({ levels }) => Buffer.from(levels).toString('hex')),
        standardModel.version,
      ],
    );
  }
}
