import { Injectable } from '@nestjs/common';
import { companyDomain } from '../normalisation/index.js';
import { badInput, conflict, notFound, refused } from '../platform/api/index.js';
import { row, rows, type Sql } from '../platform/database/index.js';
import type { ExternalId, UpdateAccount } from './account.dto.js';
import { AccountRepository } from './account.repository.js';
import { RelationRepository } from './relation.repository.js';

/** What people decide about companies; all in the transaction of the caller, who passes on what changed. */
@Injectable()
export class AccountEditor {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly relations: RelationRepository,
  ) {}

  async update(sql: Sql, workspaceId: string, id: string, change: UpdateAccount): Promise<void> {
    const domains = change.domains && readDomains(change.domains);
    await this.accounts.hold(sql, workspaceId, 'to edit');
    const [account] = await this.accounts.byIds(sql, workspaceId, [id]);
    if (!account) throw notFound('account', id);
    if (domains) await refuseTaken(sql, workspaceId, id, domains);
    if (change.parentId !== undefined) await this.moveBelow(sql, workspaceId, id, change.parentId);
    if (change.externalIds) await replaceIds(sql, workspaceId, id, change.externalIds);
    await this.accounts.save(sql, workspaceId, [
      {
        ...account,
        ...(change.name === undefined ? {} : { name: change.name.trim(), namedBy: 'person' as const }),
        country: change.country === undefined ? account.country : change.country,
        domains: domains ?? account.domains,
      },
    ]);
  }

  /** Gives a person to a company by hand, or to none. Answers who it is, and the accounts that it concerns. */
  async relate(
    sql: Sql,
    workspaceId: string,
    profileId: string,
    accountId: string | null | undefined,
  ): Promise<{ profileId: string; accountIds: string[] }> {
    const profile = await row<{ id: string }>(
      sql,
      `SELECT coalesce(merged_into, id) AS id FROM profile WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, profileId],
    );
    if (!profile) throw notFound('profile', profileId);
    if (accountId === undefined)
      throw badInput([{ path: 'accountId', message: 'must be an id (a UUID), or null for no company' }]);
    if (accountId !== null && (await this.accounts.byIds(sql, workspaceId, [accountId])).length === 0)
      throw notFound('account', accountId);
    const [before] = await this.relations.of(sql, workspaceId, [profile.id]);
    await this.relations.save(sql, workspaceId, [
      {
        profileId: profile.id,
        accountId,
        score: 1,
        source: 'person',
        reason: null,
        factors: [],
        evidence: '',
      },
    ]);
    const concerned = [...new Set([before?.accountId ?? [], accountId ?? []].flat())];
    await this.accounts.countChange(sql, workspaceId, concerned);
    return { profileId: profile.id, accountIds: concerned };
  }

  private async moveBelow(sql: Sql, workspaceId: string, id: string, parentId: string | null): Promise<void> {
    if (parentId !== null) {
      const above = await ancestors(sql, workspaceId, parentId);
      if (above.length === 0) throw notFound('account', parentId);
      if (above.includes(id))
        throw refused('A company cannot belong to itself or to one below it.', [
          { path: 'parentId', message: 'belongs to this company already' },
        ]);
    }
    await sql.query(`UPDATE account SET parent_id = $3 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      id,
      parentId,
    ]);
  }
}

/** The account and all that it belongs to. */
async function ancestors(sql: Sql, workspaceId: string, id: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `WITH RECURSIVE above AS (
       SELECT id, parent_id FROM account WHERE workspace_id = $1 AND id = $2
       UNION SELECT a.id, a.parent_id FROM account a JOIN above ON a.workspace_id = $1 AND a.id = above.parent_id)
     SELECT id FROM above`,
    [workspaceId, id],
  );
  return found.map((account) => account.id);
}

function readDomains(given: readonly string[]): string[] {
  const read = given.map((domain) => companyDomain(domain.trim().toLowerCase()));
  const problems = read.flatMap((domain, at) =>
    domain === null ? [{ path: `domains[${at}]`, message: 'must be the domain of one company' }] : [],
  );
  if (problems.length > 0) throw badInput(problems);
  return [...new Set(read.flatMap((domain) => domain ?? []))];
}

async function refuseTaken(sql: Sql, workspaceId: string, id: string, domains: readonly string[]) {
  const taken = await row<{ domain: string; name: string }>(
    sql,
    `SELECT d.domain, a.name FROM account_domain d JOIN account a ON (a.workspace_id, a.id) = (d.workspace_id, d.account_id)
     WHERE d.workspace_id = $1 AND d.domain = ANY($3::text[]) AND d.account_id <> $2 LIMIT 1`,
    [workspaceId, id, domains],
  );
  if (taken)
    throw conflict(`${taken.domain} is the domain of ${taken.name}. A domain belongs to one company.`);
}

async function replaceIds(sql: Sql, workspaceId: string, id: string, ids: readonly ExternalId[]) {
  const namespaces = ids.map(({ namespace }) => namespace);
  const values = ids.map(({ value }) => value);
  await sql.query(`DELETE FROM account_external_id WHERE workspace_id = $1 AND account_id = $2`, [
    workspaceId,
    id,
  ]);
  const stored = await rows(
    sql,
    `INSERT INTO account_external_id (workspace_id, account_id, namespace, value)
     SELECT DISTINCT $1::uuid, $2::uuid, * FROM unnest($3::text[], $4::text[]) ON CONFLICT DO NOTHING RETURNING value`,
    [workspaceId, id, namespaces, values],
  );
  if (stored.length < new Set(ids.map((one) => `${one.namespace} ${one.value}`)).size)
    throw conflict('One of these external ids is that of another company. Take it away there first.');
}
