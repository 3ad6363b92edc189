import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { rows } from '../../platform/database/index.js';
import type { HistoryLine } from './record.dto.js';

const DELIVERIES = `
  SELECT l.id, l.at, 'delivery' AS kind,
    initcap(l.outcome) || ' by sync “' || s.name || '”' || coalesce(': ' || l.message, '') AS summary,
    NULL::uuid AS "eventId", s.id AS "syncId", l.run_id AS "runId", l.remote_id AS "remoteId", l.code, l.fields
  FROM delivery_log l
  JOIN delivery d ON (d.workspace_id, d.id) = (l.workspace_id, l.delivery_id)
  JOIN sync s ON (s.workspace_id, s.id) = (d.workspace_id, d.sync_id)
  WHERE l.workspace_id = $1`;

/** Each line with an id, so that a page can go on behind it. */
const LINES = `
  SELECT e.id, e.received_at AS at, 'lead' AS kind,
    CASE e.status WHEN 'duplicate' THEN 'A repeat of an earlier lead came in' ELSE 'A lead came in' END
      || coalesce(' (' || (e.lead_source ->> 'raw') || ')', '') AS summary,
    e.id AS "eventId", NULL::uuid AS "syncId", NULL::uuid AS "runId", NULL AS "remoteId", NULL AS code,
    '{}'::text[] AS fields
  FROM lead_event e WHERE e.workspace_id = $1 AND e.profile_id = ANY($2::uuid[])
  UNION ALL
  SELECT i.id, i.at, i.kind, i.summary, NULL, NULL, NULL, NULL, NULL, '{}'
  FROM identity_event i
  WHERE i.workspace_id = $1 AND (i.profile_id = ANY($2::uuid[]) OR i.other_profile_id = ANY($2::uuid[]))
  UNION ALL
  ${DELIVERIES} AND l.profile_id = ANY($2::uuid[])`;

@Injectable()
export class HistoryQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All that happened about these profiles, in time order. */
  of(workspaceId: string, profileIds: readonly string[], page: PageQuery): Promise<Page<HistoryLine>> {
    return this.read(LINES, workspaceId, profileIds, page);
  }

  /** What was delivered of an account, in time order. */
  ofAccount(workspaceId: string, accountId: string, page: PageQuery): Promise<Page<HistoryLine>> {
    return this.read(`${DELIVERIES} AND l.account_id = ANY($2::uuid[])`, workspaceId, [accountId], page);
  }

  private async read(
    lines: string,
    workspaceId: string,
    ids: readonly string[],
    { limit, cursor }: PageQuery,
  ): Promise<Page<HistoryLine>> {
    const read = await rows<HistoryLine>(
      this.dataSource.manager,
      `WITH line AS (${lines})
       SELECT * FROM line
       WHERE $3::uuid IS NULL OR (at, id) > (SELECT last.at, last.id FROM line last WHERE last.id = $3)
       ORDER BY at, id LIMIT $4`,
      [workspaceId, ids, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (line) => line);
  }
}
