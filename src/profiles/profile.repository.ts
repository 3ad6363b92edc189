import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../platform/database/index.js';
import type { Identity, Profile } from './profile.js';

const COLUMNS = `id, version, fields, stage, do_not_contact AS "doNotContact", event_count AS "eventCount",
  first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", merged_into AS "mergedInto"`;

export interface OwnedIdentity extends Identity {
  readonly profileId: string;
}

@Injectable()
export class ProfileRepository {
  async standing(
    sql: Sql,
    workspaceId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = await rows<{ id: string; standing: string }>(
      sql,
      `SELECT id, coalesce(merged_into, id) AS standing FROM profile
       WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
      [workspaceId, ids],
    );
    return new Map(found.map(({ id, standing }) => [id, standing]));
  }

  byIds(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<Profile[]> {
    return rows(
      sql,
      `SELECT ${COLUMNS} FROM profile WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id`,
      [workspaceId, ids],
    );
  }

  /** `founders` names the nodes that new profiles go with; those that exist keep theirs. */
  async save(
    sql: Sql,
    workspaceId: string,
    profiles: readonly Profile[],
    founders: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    if (profiles.length === 0) return;
    await sql.query(
      `INSERT INTO profile (workspace_id, id, version, fields, stage, do_not_contact, event_count, first_seen_at,
         last_seen_at, merged_into, founder_node_id)
       SELECT $1, p.id, p.version, p.fields, p.stage, p."doNotContact", p."eventCount", p."firstSeenAt",
         p."lastSeenAt", p."mergedInto", p."founderNodeId"
       FROM jsonb_to_recordset($2::jsonb) AS p(id uuid, version integer, fields jsonb, stage text,
         "doNotContact" boolean, "eventCount" integer, "firstSeenAt" timestamptz, "lastSeenAt" timestamptz,
         "mergedInto" uuid, "founderNodeId" uuid)
       ORDER BY p.id
       ON CONFLICT (workspace_id, id) DO UPDATE SET
         version = excluded.version, fields = excluded.fields, stage = excluded.stage,
         do_not_contact = excluded.do_not_contact, event_count = excluded.event_count,
         first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
         merged_into = excluded.merged_into, updated_at = now()`,
      [
        workspaceId,
        JSON.stringify(profiles.map((profile) => ({ ...profile, founderNodeId: founders.get(profile.id) }))),
      ],
    );
  }

  async addIdentities(sql: Sql, workspaceId: string, identities: readonly OwnedIdentity[]): Promise<void> {
    if (identities.length === 0) return;
    await sql.query(
      `INSERT INTO identity (workspace_id, namespace, value, profile_id)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::uuid[])
       ON CONFLICT DO NOTHING`,
      [
        workspaceId,
        identities.map(({ namespace }) => namespace),
        identities.map(({ value }) => value),
        identities.map(({ profileId }) => profileId),
      ],
    );
  }

  async dropIdentities(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<void> {
    await sql.query(`DELETE FROM identity WHERE workspace_id = $1 AND profile_id = ANY($2::uuid[])`, [
      workspaceId,
      profileIds,
    ]);
  }

  /** Leads redirects to a profile that was itself merged on to its survivor, so that none has two steps. */
  async redirect(sql: Sql, workspaceId: string, merged: readonly Profile[]): Promise<void> {
    const gone = merged.filter(({ mergedInto }) => mergedInto !== null);
    await sql.query(
      `UPDATE profile p SET merged_into = gone.into_id
       FROM unnest($2::uuid[], $3::uuid[]) AS gone(id, into_id)
       WHERE p.workspace_id = $1 AND p.merged_into = gone.id`,
      [workspaceId, gone.map(({ id }) => id), gone.map(({ mergedInto }) => mergedInto)],
    );
  }
}
