import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { row, rows } from '../../platform/database/index.js';
import type { ShownFinding } from './finding.dto.js';

@Injectable()
export class FindingQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async ofRun(workspaceId: string, runId: string, { limit, cursor }: PageQuery): Promise<Page<ShownFinding>> {
    const { manager } = this.dataSource;
    const run = await row(manager, `SELECT 1 FROM run WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      runId,
    ]);
    if (!run) throw notFound('run', runId);
    const read = await rows<ShownFinding>(
      manager,
      `SELECT f.id, f.run_id AS "runId", f.delivery_id AS "recordId", d.profile_id AS "profileId", d.account_id AS "accountId",
         f.remote_id AS "remoteId", f.field, f.sent, f.found, f.message, f.at
       FROM landing_finding f JOIN delivery d ON (d.workspace_id, d.id) = (f.workspace_id, f.delivery_id)
       WHERE f.workspace_id = $1 AND f.run_id = $2 AND ($3::uuid IS NULL OR f.id > $3)
       ORDER BY f.id LIMIT $4`,
      [workspaceId, runId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (finding) => finding);
  }
}
