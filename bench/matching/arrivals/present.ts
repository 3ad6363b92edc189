import { Client } from 'pg';
import { normalisePerson, normaliserVersion } from '../../../src/normalisation/index.js';
import { KEY_CAP } from '../../../src/profiles/identity/match-key.repository.js';
import { signatureOf } from '../../../src/profiles/identity/signature.js';
import {
  blockingKeys,
  matchInMemory,
  prepareNode,
  standardModel,
  standardThresholds,
  type PreparedNode,
} from '../../../src/profiles/matching/index.js';
import { progress, whole } from '../../support/report.js';
import { UnderWay } from '../../support/under-way.js';
import { idOf, type NumberedLead } from './arriving-lead.js';

const STEP = 5_000;
/** As the matcher keeps them. */
const STORED_FROM = 0.05;

/**
 * Puts leads into an empty database as the matcher would have left them: matched in memory, with their nodes, keys,
 * edges and people. References are not checked meanwhile, which only a superuser may ask for.
 */
export async function putLeads(
  url: string,
  workspaceId: string,
  leads: readonly NumberedLead[],
): Promise<void> {
  const nodes = leads.map(({ id, stated }) =>
    prepareNode({ id, person: normalisePerson(stated), identities: [] }),
  );
  progress(`matching ${whole(nodes.length)} nodes in memory`);
  const { edges } = matchInMemory(standardModel, nodes, { ...standardThresholds, review: STORED_FROM });
  const { clusters } = matchInMemory(standardModel, nodes, standardThresholds);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET session_replication_role = replica`);
    await client.query(`ALTER TABLE match_key DROP CONSTRAINT match_key_pkey`);
    await insertPeople(client, workspaceId, nodes, clusters);
    await insertEdges(client, workspaceId, edges);
    progress('looking for keys that are too common, and making the index of the others');
    await client.query(
      `INSERT INTO match_retired_key (workspace_id, key)
       SELECT $1, key FROM match_key GROUP BY key HAVING count(*) > ${KEY_CAP}`,
      [workspaceId],
    );
    await client.query(`DELETE FROM match_key k USING match_retired_key r WHERE r.key = k.key`);
    await client.query(`ALTER TABLE match_key ADD PRIMARY KEY (workspace_id, key, node_id)`);
    await client.query(`VACUUM ANALYZE`);
  } finally {
    await client.end();
  }
}

async function insertPeople(
  client: Client,
  workspaceId: string,
  nodes: readonly PreparedNode[],
  clusters: readonly (readonly string[])[],
): Promise<void> {
  const ownerOf = new Map<string, string>();
  clusters.forEach((ids, number) => ids.forEach((id) => ownerOf.set(id, idOf(number, 'profile'))));
  const founded = new UnderWay('people', clusters.length);
  for (const some of chunks(clusters)) {
    await client.query(
      `INSERT INTO profile (workspace_id, id, version, fields, do_not_contact, event_count, founder_node_id)
       SELECT $1, p.id, 1, '{}', false, 0, p.node FROM unnest($2::uuid[], $3::uuid[]) AS p(id, node)`,
      [workspaceId, some.map(([first = '']) => ownerOf.get(first)), some.map((ids) => ids.toSorted()[0])],
    );
    founded.add(some.length);
  }
  const put = new UnderWay('leads put into the database', nodes.length);
  for (const some of chunks(nodes)) {
    const rows = some.map(({ id, person, identities }) => {
      return { id, person, signature: signatureOf({ person, identities }, id), owner: ownerOf.get(id) };
    });
    await client.query(
      `INSERT INTO match_node (workspace_id, id, signature, person, normaliser_version, profile_id)
       SELECT $1, n.id, decode(n.signature, 'hex'), n.person, $3, n.owner
       FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, signature text, person jsonb, owner uuid)`,
      [workspaceId, JSON.stringify(rows), normaliserVersion],
    );
    const keys = some.flatMap((node) => blockingKeys(node).map((key) => [String(key), node.id] as const));
    await client.query(
      `INSERT INTO match_key (workspace_id, key, node_id) SELECT $1, * FROM unnest($2::bigint[], $3::uuid[])`,
      [workspaceId, keys.map(([key]) => key), keys.map(([, id]) => id)],
    );
    put.add(some.length);
  }
}

async function insertEdges(
  client: Client,
  workspaceId: string,
  edges: ReturnType<typeof matchInMemory>['edges'],
): Promise<void> {
  const put = new UnderWay('edges', edges.length);
  for (const some of chunks(edges)) {
    await client.query(
      `INSERT INTO match_edge (workspace_id, node_a, node_b, weight, probability, levels, model_version)
       SELECT $1, least(e.a, e.b), greatest(e.a, e.b), e.weight, e.probability, '', $6
       FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[]) AS e(a, b, weight, probability)`,
      [
        workspaceId,
        some.map(({ a }) => a),
        some.map(({ b }) => b),
        some.map(({ weight }) => weight),
        some.map(({ probability }) => probability),
        standardModel.version,
      ],
    );
    put.add(some.length);
  }
}

function* chunks<T>(items: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += STEP) yield items.slice(start, start + STEP);
}
