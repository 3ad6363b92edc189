import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { normaliseCompany, normaliseWebsite } from '../normalisation/index.js';
import { notFound, pageOf, type Page, type PageQuery } from '../platform/api/index.js';
import { row, rows } from '../platform/database/index.js';
import type {
  AccountPersonShown,
  RelatedAccount,
  ShownAccount,
  ShownAccountDetail,
  ShownRelation,
} from './account.dto.js';
import { hashOf } from './account.repository.js';
import { labelOf } from './matching/index.js';

export interface AccountFilter {
  readonly domain?: string;
  /** Part of a name or domain. */
  readonly q?: string;
}

const SHOWN_PEOPLE = 25;
const SHOWN_RELATED = 30;

const SHOWN = `
  SELECT a.id, a.name, a.named_by AS "namedBy", a.country, a.parent_id AS "parentId",
    (SELECT m.group_id FROM account_grouping g JOIN account_group_member m
       ON (m.workspace_id, m.generation, m.account_id) = (g.workspace_id, g.shown, a.id)
     WHERE g.workspace_id = a.workspace_id) AS "groupId",
    ARRAY(SELECT d.domain FROM account_domain d
      WHERE (d.workspace_id, d.account_id) = (a.workspace_id, a.id) ORDER BY d.domain) AS domains,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('namespace', e.namespace, 'value', e.value)
       ORDER BY e.namespace, e.value), '[]')
     FROM account_external_id e WHERE (e.workspace_id, e.account_id) = (a.workspace_id, a.id)) AS "externalIds",
    (SELECT count(*)::int FROM profile_account r
     JOIN profile p ON (p.workspace_id, p.id) = (r.workspace_id, r.profile_id) AND p.merged_into IS NULL
     WHERE (r.workspace_id, r.account_id) = (a.workspace_id, a.id)) AS "peopleCount",
    a.created_at AS "createdAt", a.updated_at AS "updatedAt"
  FROM account a`;

@Injectable()
export class AccountQueries {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Companies, oldest first. */
  async list(workspaceId: string, filter: AccountFilter, page: PageQuery): Promise<Page<ShownAccount>> {
    const read = await rows<ShownAccount>(
      this.dataSource,
      `${SHOWN}
       WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.id > $2)
         AND ($4::text IS NULL OR a.id IN (
           SELECT d.account_id FROM account_domain d WHERE d.workspace_id = $1 AND d.domain = $4))
         AND ($5::text IS NULL OR a.name ILIKE '%' || $5 || '%' OR a.id IN (
           SELECT d.account_id FROM account_domain d WHERE d.workspace_id = $1 AND d.domain ILIKE '%' || $5 || '%'))
       ORDER BY a.id LIMIT $3`,
      [
        workspaceId,
        page.cursor ?? null,
        page.limit + 1,
        filter.domain === undefined ? null : (normaliseWebsite(filter.domain) ?? filter.domain.toLowerCase()),
        filter.q?.replaceAll(/[\\%_]/g, String.raw`\$&`) ?? null,
      ],
    );
    return pageOf(read, page.limit, (account) => account);
  }

  async read(workspaceId: string, id: string): Promise<ShownAccountDetail> {
    const found = await row<ShownAccount>(
      this.dataSource,
      `${SHOWN} WHERE a.workspace_id = $1 AND a.id = $2`,
      [workspaceId, id],
    );
    if (!found) throw notFound('account', id);
    return {
      ...found,
      people: await this.people(workspaceId, id),
      related: await this.related(workspaceId, found),
    };
  }

  async relation(workspaceId: string, profileId: string): Promise<ShownRelation> {
    const found = await row<ShownRelation>(
      this.dataSource,
      `SELECT p.id AS "profileId", r.account_id AS "accountId", coalesce(r.score, 0) AS score,
         coalesce(r.source, 'none') AS source,
         CASE WHEN r.profile_id IS NULL THEN 'no-company-said' ELSE r.reason END AS reason,
         coalesce(r.factors, '[]') AS factors, coalesce(r.decided_at, p.updated_at) AS "decidedAt"
       FROM profile p LEFT JOIN profile_account r ON (r.workspace_id, r.profile_id) = (p.workspace_id, p.id)
       WHERE p.workspace_id = $1 AND p.id = (
         SELECT coalesce(q.merged_into, q.id) FROM profile q WHERE q.workspace_id = $1 AND q.id = $2)`,
      [workspaceId, profileId],
    );
    if (!found) throw notFound('profile', profileId);
    return found;
  }

  private people(workspaceId: string, accountId: string): Promise<AccountPersonShown[]> {
    return rows(
      this.dataSource,
      `SELECT r.profile_id AS "profileId", p.fields -> 'firstName' ->> 'value' AS "firstName",
         p.fields -> 'lastName' ->> 'value' AS "lastName", p.fields -> 'email' ->> 'value' AS email,
         p.fields -> 'title' ->> 'value' AS title, r.score, r.source
       FROM profile_account r
       JOIN profile p ON (p.workspace_id, p.id) = (r.workspace_id, r.profile_id) AND p.merged_into IS NULL
       WHERE r.workspace_id = $1 AND r.account_id = $2 ORDER BY r.profile_id LIMIT ${SHOWN_PEOPLE}`,
      [workspaceId, accountId],
    );
  }

  /** The hierarchy first, then companies that are called alike or whose domains are of one family. */
  private related(workspaceId: string, account: ShownAccount): Promise<RelatedAccount[]> {
    const name = normaliseCompany(account.name)?.key ?? '';
    const families = [...new Set(account.domains.map(labelOf))].filter((label) => label !== name);
    return rows(
      this.dataSource,
      `WITH found (id, relation, rank) AS (
         SELECT parent_id, 'parent', 1 FROM account WHERE (workspace_id, id) = ($1, $2) AND parent_id IS NOT NULL
         UNION ALL SELECT id, 'child', 2 FROM account WHERE (workspace_id, parent_id) = ($1, $2)
         UNION ALL SELECT id, 'sister', 3 FROM account WHERE (workspace_id, parent_id) = ($1, $3) AND id <> $2
         UNION ALL SELECT account_id, 'same-name', 4 FROM account_key
           WHERE workspace_id = $1 AND hash = $4 AND account_id <> $2
         UNION ALL SELECT account_id, 'same-domain-family', 5 FROM account_key
           WHERE workspace_id = $1 AND hash = ANY($5::bigint[]) AND account_id <> $2
       ), nearest AS (SELECT DISTINCT ON (id) id, relation, rank FROM found ORDER BY id, rank)
       SELECT a.id, a.name, a.country, n.relation
       FROM nearest n JOIN account a ON (a.workspace_id, a.id) = ($1, n.id)
       ORDER BY n.rank, a.id LIMIT ${SHOWN_RELATED}`,
      [
        workspaceId,
        account.id,
        account.parentId,
        hashOf(`name ${name}`),
        families.map((label) => hashOf(`name ${label}`)),
      ],
    );
  }
}
