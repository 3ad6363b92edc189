import { Injectable } from '@nestjs/common';
import { affected, rows, type Sql } from '../../platform/database/index.js';
import type { ProfileFieldName } from '../profile.js';

/** The fields that people know better than leads: those of the person. */
export const lockableFields = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'country',
  'company',
  'title',
  'website',
] as const satisfies readonly ProfileFieldName[];
export type LockableField = (typeof lockableFields)[number];

/** A value that somebody fixed. */
export interface FieldLock {
  readonly field: LockableField;
  readonly value: string;
  /** The name of the API key. */
  readonly lockedBy: string;
  readonly lockedAt: Date;
}

/** A lock as it holds: it stays with the profile that it was put on, and holds for whichever that one was merged into. */
export interface HeldLock extends FieldLock {
  readonly profileId: string;
}

@Injectable()
export class FieldLockRepository {
  /** What holds for these surviving profiles, the latest last where several concern one field. */
  of(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<HeldLock[]> {
    return rows(
      sql,
      `SELECT held.profile_id AS "profileId", l.field, l.value, l.locked_by AS "lockedBy", l.locked_at AS "lockedAt"
       FROM (
         SELECT id, id AS profile_id FROM profile
         WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND merged_into IS NULL
         UNION ALL
         SELECT id, merged_into FROM profile WHERE workspace_id = $1 AND merged_into = ANY($2::uuid[])
       ) held JOIN field_lock l ON (l.workspace_id, l.profile_id) = ($1, held.id)
       ORDER BY l.locked_at, l.profile_id`,
      [workspaceId, profileIds],
    );
  }

  async put(sql: Sql, workspaceId: string, profileId: string, lock: FieldLock): Promise<void> {
    await sql.query(
      `INSERT INTO field_lock (workspace_id, profile_id, field, value, locked_by, locked_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (workspace_id, profile_id, field) DO UPDATE SET
         value = excluded.value, locked_by = excluded.locked_by, locked_at = excluded.locked_at`,
      [workspaceId, profileId, lock.field, lock.value, lock.lockedBy, lock.lockedAt],
    );
  }

  /** Ends the locks of a field, also those that came with merged profiles. Answers whether there were any. */
  async remove(sql: Sql, workspaceId: string, profileId: string, field: LockableField): Promise<boolean> {
    const removed = await affected(
      sql,
      `DELETE FROM field_lock l USING profile p
       WHERE (p.workspace_id, p.id) = (l.workspace_id, l.profile_id)
         AND l.workspace_id = $1 AND l.field = $3 AND (p.id = $2 OR p.merged_into = $2)`,
      [workspaceId, profileId, field],
    );
    return removed > 0;
  }
}
