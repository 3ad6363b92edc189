import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page } from '../../platform/api/index.js';
import { affected, rows } from '../../platform/database/index.js';
import type { FailureGroupKey, FailurePage, ShownFailureGroup } from './failure.dto.js';

/** True for the rejected records `d` of one group; parameters 3 and 4 are its code and field. */
const IN_GROUP = `d.status = 'rejected' AND d.error ->> 'code' = $3 AND d.error ->> 'field' IS NOT DISTINCT FROM $4`;

@Injectable()
export class FailureQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Groups by sync, code and field; a group goes by the id of its first record. */
  async list(workspaceId: string, page: FailurePage): Promise<Page<ShownFailureGroup>> {
    const { destinationId, syncId, whoActs, cursor, limit } = page;
    const groups = await rows<ShownFailureGroup>(
      this.dataSource.manager,
      `WITH failed AS (
         SELECT d.id, d.sync_id, d.profile_id, d.account_id, d.error, d.updated_at, d.error ->> 'code' AS code,
           d.error ->> 'field' AS field
         FROM delivery d
         WHERE d.workspace_id = $1 AND d.status = 'rejected' AND ($2::uuid IS NULL OR d.sync_id = $2)
           AND ($3::text IS NULL OR d.error ->> 'whoActs' = $3)
       ), grouped AS (
         SELECT min(id::text)::uuid AS id, sync_id, code, field, count(*)::integer AS count,
           min(updated_at) AS first_at, max(updated_at) AS last_at
         FROM failed GROUP BY sync_id, code, field
       )
       SELECT g.id, s.id AS "syncId", s.name AS "syncName", t.id AS "destinationId", t.type AS system, s.object,
         g.code, g.field, e.error ->> 'whoActs' AS "whoActs",
         e.error ->> 'advice' AS advice, g.count, g.first_at AS "firstAt", g.last_at AS "lastAt",
         jsonb_build_object('recordId', e.id, 'profileId', e.profile_id, 'accountId', e.account_id,
          'message', e.error ->> 'message',
           'at', e.updated_at) AS example
       FROM grouped g
       JOIN sync s ON s.workspace_id = $1 AND s.id = g.sync_id
       JOIN destination t ON t.workspace_id = $1 AND t.id = s.destination_id
       CROSS JOIN LATERAL (
         SELECT f.* FROM failed f
         WHERE f.sync_id = g.sync_id AND f.code = g.code AND f.field IS NOT DISTINCT FROM g.field
         ORDER BY f.updated_at DESC, f.id LIMIT 1
       ) e
       WHERE ($4::uuid IS NULL OR g.id > $4) AND ($5::uuid IS NULL OR t.id = $5)
       ORDER BY g.id LIMIT $6`,
      [workspaceId, syncId ?? null, whoActs ?? null, cursor ?? null, destinationId ?? null, limit + 1],
    );
    return pageOf(groups, limit, (group) => group);
  }

  /** People or companies of up to `limit` records of a group, those that were rejected last first. */
  async owners(
    workspaceId: string,
    syncId: string,
    { code, field }: FailureGroupKey,
    limit: number,
  ): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.dataSource.manager,
      `SELECT coalesce(d.profile_id, d.account_id) AS id FROM delivery d WHERE d.workspace_id = $1 AND d.sync_id = $2 AND ${IN_GROUP}
       ORDER BY d.updated_at DESC, d.id LIMIT $5`,
      [workspaceId, syncId, code, field, limit],
    );
    return found.map(({ id }) => id);
  }

  /** Gives all records of a group another try from `at` on; answers how many. */
  retry(workspaceId: string, syncId: string, { code, field }: FailureGroupKey, at: Date): Promise<number> {
    return affected(
      this.dataSource.manager,
      `UPDATE delivery d SET status = 'waiting', attempt = 0, due_at = $5, updated_at = now()
       WHERE d.workspace_id = $1 AND d.sync_id = $2 AND ${IN_GROUP}`,
      [workspaceId, syncId, code, field, at],
    );
  }
}
