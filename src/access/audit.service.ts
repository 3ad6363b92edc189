import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page, type PageQuery } from '../platform/api/index.js';
import { newId, rows } from '../platform/database/index.js';
import type { AuditEntry } from './access.dto.js';
import type { Caller } from './roles.js';

/** Who changed what, or was refused to. An entry is written before the change, its status after. */
@Injectable()
export class AuditService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async begin(
    caller: Caller,
    entry: Pick<AuditEntry, 'requestId' | 'action' | 'path' | 'outcome' | 'status' | 'changedFields'>,
  ): Promise<string> {
    const id = newId();
    await this.dataSource.query(
      `INSERT INTO audit_entry (workspace_id, id, request_id, key_id, key_name, action, path, outcome, status, changed_fields)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        caller.workspaceId,
        id,
        entry.requestId,
        caller.keyId,
        caller.keyName,
        entry.action,
        entry.path,
        entry.outcome,
        entry.status,
        entry.changedFields,
      ],
    );
    return id;
  }

  async finish(caller: Caller, id: string, status: number): Promise<void> {
    await this.dataSource.query(`UPDATE audit_entry SET status = $3 WHERE workspace_id = $1 AND id = $2`, [
      caller.workspaceId,
      id,
      status,
    ]);
  }

  /** Newest first. */
  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<AuditEntry>> {
    const read = await rows<AuditEntry>(
      this.dataSource,
      `SELECT id, at, request_id AS "requestId", key_id AS "keyId", key_name AS "keyName", action, path, outcome,
              status, changed_fields AS "changedFields"
       FROM audit_entry
       WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [workspaceId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (entry) => entry);
  }
}

/** Names of all fields in a body, nested ones with dots: `config.loginUrl`. */
export function fieldNames(body: unknown, parent = ''): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return parent ? [parent] : [];
  return Object.entries(body)
    .slice(0, 100)
    .flatMap(([name, value]) => fieldNames(value, parent ? `${parent}.${name}` : name.slice(0, 100)));
}
