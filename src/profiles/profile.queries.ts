import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { enrich, readEnrichmentSettings } from '../enrichment/index.js';
import { tellingEmail } from '../normalisation/index.js';
import { notFound, pageOf, type Page, type PageQuery } from '../platform/api/index.js';
import { row, rows, type Sql } from '../platform/database/index.js';
import type { AnsweredValue, ShownProfile, ShownProfileDetail } from './profile.dto.js';
import { EMAIL, profileFieldNames, type Identity, type Profile } from './profile.js';

export interface ProfileFilter {
  readonly email?: string;
  readonly phone?: string;
  /** Part of a name, company or e-mail. */
  readonly q?: string;
  readonly accountId?: string;
  readonly remoteId?: string;
}

type StoredProfile = Profile & { readonly accountId: string | null; readonly identities: Identity[] };

const STORED = `
  SELECT p.id, p.version, p.fields, p.stage, p.do_not_contact AS "doNotContact", p.event_count AS "eventCount",
    p.first_seen_at AS "firstSeenAt", p.last_seen_at AS "lastSeenAt", p.merged_into AS "mergedInto",
    (SELECT a.account_id FROM profile_account a WHERE (a.workspace_id, a.profile_id) = (p.workspace_id, p.id))
      AS "accountId",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('namespace', i.namespace, 'value', i.value)
       ORDER BY i.namespace, i.value), '[]')
     FROM identity i WHERE (i.workspace_id, i.profile_id) = (p.workspace_id, p.id)) AS identities
  FROM profile p`;

@Injectable()
export class ProfileQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** People, oldest first; merged ones are left out. A filter may find several. */
  async list(workspaceId: string, filter: ProfileFilter, page: PageQuery): Promise<Page<ShownProfile>> {
    const read = await rows<StoredProfile>(
      this.dataSource,
      `${STORED}
       WHERE p.workspace_id = $1 AND p.merged_into IS NULL AND ($2::uuid IS NULL OR p.id > $2)
         AND ($4::text IS NULL OR EXISTS (SELECT FROM identity i WHERE (i.workspace_id, i.profile_id) =
           (p.workspace_id, p.id) AND i.namespace = '${EMAIL}' AND i.value = $4))
         AND ($5::text IS NULL OR regexp_replace(p.fields -> 'phone' ->> 'value', '[^0-9]', '', 'g') = $5)
         AND ($6::text IS NULL OR concat_ws(' ', p.fields -> 'firstName' ->> 'value',
           p.fields -> 'lastName' ->> 'value', p.fields -> 'company' ->> 'value', p.fields -> 'email' ->> 'value')
           ILIKE '%' || $6 || '%')
         AND ($7::text IS NULL OR p.id IN (
           SELECT r.owner_profile_id FROM remote_record r WHERE r.workspace_id = $1 AND r.remote_id = $7))
         AND ($8::uuid IS NULL OR p.id IN (
           SELECT a.profile_id FROM profile_account a WHERE a.workspace_id = $1 AND a.account_id = $8))
       ORDER BY p.id LIMIT $3`,
      [
        workspaceId,
        page.cursor ?? null,
        page.limit + 1,
        filter.email === undefined ? null : (tellingEmail(filter.email)?.address ?? filter.email),
        filter.phone?.replaceAll(/\D/g, '') ?? null,
        filter.q === undefined ? null : filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`),
        filter.remoteId ?? null,
        filter.accountId ?? null,
      ],
    );
    return pageOf(read, page.limit, show);
  }

  /** These people by id; merged ones too. */
  async byIds(workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, ShownProfile>> {
    const found = await rows<StoredProfile>(
      this.dataSource,
      `${STORED} WHERE p.workspace_id = $1 AND p.id = ANY($2::uuid[])`,
      [workspaceId, ids],
    );
    return new Map(found.map((profile) => [profile.id, show(profile)]));
  }

  /** A person; the id of a merged one answers its survivor. */
  async read(
    workspaceId: string,
    id: string,
    sql: Sql = this.dataSource.manager,
  ): Promise<ShownProfileDetail> {
    const found = await row<StoredProfile & { mergedFrom: string[] }>(
      sql,
      `SELECT s.*, ARRAY(SELECT m.id FROM profile m WHERE m.workspace_id = $1 AND m.merged_into = s.id ORDER BY m.id)
         AS "mergedFrom"
       FROM (${STORED} WHERE p.workspace_id = $1 AND p.id = (
         SELECT coalesce(q.merged_into, q.id) FROM profile q WHERE q.workspace_id = $1 AND q.id = $2)) s`,
      [workspaceId, id],
    );
    if (!found) throw notFound('profile', id);
    const { fields, mergedFrom } = found;
    const settings = await readEnrichmentSettings(sql, workspaceId);
    const answered = await answers(sql, workspaceId, found.id);
    return { ...show(found), fields, enriched: { ...answered, ...enrich(fields, settings) }, mergedFrom };
  }
}

/** What other services answered and still holds; where several name a field, the latest. */
async function answers(
  sql: Sql,
  workspaceId: string,
  id: string,
): Promise<Readonly<Record<string, AnsweredValue>>> {
  const found = await row<{ answers: Readonly<Record<string, AnsweredValue>> | null }>(
    sql,
    `SELECT jsonb_object_agg(v.field, jsonb_build_object('value', v.value, 'enricher', e.name, 'at', v.at,
       'expiresAt', v.expires_at) ORDER BY v.at) AS answers
     FROM enriched_value v JOIN enricher e ON (e.workspace_id, e.id) = (v.workspace_id, v.enricher_id)
     WHERE v.workspace_id = $1 AND v.profile_id = $2 AND v.expires_at > now()`,
    [workspaceId, id],
  );
  return found?.answers ?? {};
}

function show(profile: StoredProfile): ShownProfile {
  const { id, version, stage, doNotContact, firstSeenAt, lastSeenAt, eventCount, accountId, identities } =
    profile;
  const value = (name: (typeof profileFieldNames)[number]) => profile.fields[name]?.value ?? null;
  return {
    id,
    version,
    firstName: value('firstName'),
    lastName: value('lastName'),
    email: value('email'),
    phone: value('phone'),
    country: value('country'),
    company: value('company'),
    title: value('title'),
    website: value('website'),
    accountId,
    doNotContact,
    stage,
    firstSeenAt,
    lastSeenAt,
    eventCount,
    identities,
  };
}
