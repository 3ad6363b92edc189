import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page } from '../../platform/api/index.js';
import { rows } from '../../platform/database/index.js';
import type { Alert } from './alert.js';
import type { AlertPage } from './alert.dto.js';

@Injectable()
export class AlertQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The newest first. */
  async list(workspaceId: string, { syncId, cursor, limit }: AlertPage): Promise<Page<Alert>> {
    const read = await rows<Alert>(
      this.dataSource.manager,
      `SELECT a.id, a.sync_id AS "syncId", s.name AS "syncName", s.destination_id AS "destinationId", a.kind, a.change,
         a.at, a.message
       FROM alert a JOIN sync s ON (s.workspace_id, s.id) = (a.workspace_id, a.sync_id)
       WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.sync_id = $2) AND ($3::uuid IS NULL OR a.id < $3)
       ORDER BY a.id DESC LIMIT $4`,
      [workspaceId, syncId ?? null, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (alert) => alert);
  }
}
