import { createHash } from 'node:crypto';
import { normaliserVersion } from '../../normalisation/index.js';
import { loadSettings } from '../../platform/config/index.js';
import { rows, type Sql } from '../../platform/database/index.js';
import { prepareNode, type MatchNode, type PreparedNode } from '../../profiles/matching/index.js';
import { CommandError } from '../command-error.js';
import { withInstallation } from '../database.js';
import type { TrainingLeads } from './train.js';

const A_PAGE = 5_000;

/** What the leads of a workspace say, one node for all that say the same, as it was normalised when they were matched. */
export function ownLeads(
  workspace: string | undefined,
  report: (line: string) => void,
): Promise<TrainingLeads> {
  return withInstallation(loadSettings(process.env), async ({ manager }) => {
    const { id, name } = await find(manager, workspace);
    const nodes: PreparedNode[] = [];
    const digest = createHash('sha256');
    for (let page = await read(manager, id, null); page.length > 0;) {
      for (const node of page) {
        nodes.push(prepareNode(node));
        digest.update(JSON.stringify(node.person));
      }
      report(`${nodes.length} different leads of ${name} read`);
      page = await read(manager, id, page.at(-1)?.id ?? null);
    }
    return { name: `The workspace ${name}`, nodes, digest: digest.digest('hex') };
  });
}

async function find(sql: Sql, name: string | undefined): Promise<{ id: string; name: string }> {
  const all = await rows<{ id: string; name: string }>(sql, `SELECT id, name FROM workspace ORDER BY name`);
  const names = all.map((workspace) => `“${workspace.name}”`).join(', ');
  const [found, another] = all.filter((workspace) => name === undefined || workspace.name === name);
  if (!found) throw new CommandError(`There is no workspace “${name}”. There are: ${names}.`);
  if (another) throw new CommandError(`Say with --workspace NAME whose leads to train on: ${names}.`);
  return found;
}

function read(sql: Sql, workspaceId: string, after: string | null): Promise<MatchNode[]> {
  return rows(
    sql,
    `SELECT id, person, identities FROM match_node
     WHERE workspace_id = $1 AND normaliser_version = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT ${A_PAGE}`,
    [workspaceId, normaliserVersion, after],
  );
}
