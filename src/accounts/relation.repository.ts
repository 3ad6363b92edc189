import { Injectable } from '@nestjs/common';
import { rows, toJsonb, type Sql } from '../platform/database/index.js';
import type { Relation, RelationSource } from './account.js';

export type KnownRelation = Pick<Relation, 'profileId' | 'accountId' | 'evidence'> & {
  readonly source: RelationSource;
};

/** Who is with which account. */
@Injectable()
export class RelationRepository {
  of(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<KnownRelation[]> {
    return rows(
      sql,
      `SELECT profile_id AS "profileId", account_id AS "accountId", source, evidence FROM profile_account
       WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[])`,
      [workspaceId, profileIds],
    );
  }

  async save(sql: Sql, workspaceId: string, relations: readonly Relation[]): Promise<void> {
    if (relations.length === 0) return;
    await sql.query(
      `INSERT INTO profile_account (workspace_id, profile_id, account_id, score, source, reason, factors, evidence)
       SELECT $1, r."profileId", r."accountId", r.score, r.source, r.reason, r.factors, r.evidence
       FROM jsonb_to_recordset($2::jsonb) AS r("profileId" uuid, "accountId" uuid, score real, source text,
         reason text, factors jsonb, evidence text)
       ORDER BY r."profileId"
       ON CONFLICT (workspace_id, profile_id) DO UPDATE SET
         account_id = excluded.account_id, score = excluded.score, source = excluded.source,
         reason = excluded.reason, factors = excluded.factors, evidence = excluded.evidence, decided_at = now()`,
      [workspaceId, toJsonb(relations)],
    );
  }
}
