import { row, type Sql } from '../../platform/database/index.js';
import type { OpenRun } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';

/** From so many new records on a fill is announced; more than these are not counted. */
const MANY = 1_000;

/** Says in the message of a run that it brings very many records that are not there yet. They are never braked. */
export async function announceFirstFill(sql: Sql, { workspaceId, id }: Sync, run: OpenRun): Promise<void> {
  const found = await row<{ count: number }>(
    sql,
    `SELECT count(*)::integer AS count FROM (
       SELECT FROM delivery WHERE workspace_id = $1 AND sync_id = $2 AND backfill AND status = 'due'
         AND accepted_hash IS NULL LIMIT ${MANY + 1}) fresh`,
    [workspaceId, id],
  );
  const count = found?.count ?? 0;
  if (count < MANY) return;
  const many = count > MANY ? `more than ${MANY}` : String(count);
  await sql.query(
    `UPDATE run SET announcement = $3 WHERE workspace_id = $1 AND id = $2 AND announcement IS NULL`,
    [
      workspaceId,
      run.id,
      `A first fill: ${many} records wait that are not over there yet and may be created.`,
    ],
  );
}
