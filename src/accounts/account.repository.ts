import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../platform/database/index.js';
import { AccountDirectory } from './account-directory.js';
import type { Account } from './account.js';
import { keysOfAccount, knownAccount } from './matching/index.js';

/** So many accounts under one key at most; a key that more have finds none of them, whatever their order. */
const MOST_PER_KEY = 200;

const COLUMNS = `a.id, a.name, a.named_by AS "namedBy", a.country,
  ARRAY(SELECT d.domain FROM account_domain d WHERE (d.workspace_id, d.account_id) = (a.workspace_id, a.id)
    ORDER BY d.domain) AS domains`;

@Injectable()
export class AccountRepository {
  /**
   * Until the transaction ends, either a batch gives people to accounts or somebody edits one: both look at
   * what is there before they write, and two edits at once could close a ring in a hierarchy.
   */
  async hold(sql: Sql, workspaceId: string, purpose: 'to assign' | 'to edit'): Promise<void> {
    const strength = purpose === 'to edit' ? 'NO KEY UPDATE' : 'SHARE';
    await sql.query(`SELECT FROM workspace WHERE id = $1 FOR ${strength}`, [workspaceId]);
  }

  /** The accounts that any of these keys finds. */
  async candidates(sql: Sql, workspaceId: string, keys: readonly string[]): Promise<AccountDirectory> {
    const byHash = new Map(keys.map((key) => [hashOf(key), key]));
    const hits = await rows<{ hash: string; ids: string[] }>(
      sql,
      `SELECT wanted.hash, array_agg(k.account_id) AS ids
       FROM unnest($2::bigint[]) AS wanted(hash)
       CROSS JOIN LATERAL (SELECT account_id FROM account_key
         WHERE workspace_id = $1 AND hash = wanted.hash LIMIT ${MOST_PER_KEY + 1}) k
       GROUP BY wanted.hash`,
      [workspaceId, [...byHash.keys()]],
    );
    const overfull = hits.filter(({ ids }) => ids.length > MOST_PER_KEY);
    const ids = hits.flatMap((hit) => (overfull.includes(hit) ? [] : hit.ids));
    return new AccountDirectory(
      await this.byIds(sql, workspaceId, ids),
      new Set(overfull.flatMap(({ hash }) => byHash.get(hash) ?? [])),
    );
  }

  byIds(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<Account[]> {
    return rows(
      sql,
      `SELECT ${COLUMNS} FROM account a WHERE a.workspace_id = $1 AND a.id = ANY($2::uuid[]) ORDER BY a.id`,
      [workspaceId, [...new Set(ids)]],
    );
  }

  /** Counts a change of who is with these accounts as one of theirs. */
  async countChange(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.query(
      `UPDATE account a SET version = a.version + 1
       FROM (SELECT id FROM account WHERE workspace_id = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE) changed
       WHERE a.workspace_id = $1 AND a.id = changed.id`,
      [workspaceId, ids],
    );
  }

  /** Stores accounts with their domains and the keys that find them; what they had before is replaced. */
  async save(sql: Sql, workspaceId: string, accounts: readonly Account[]): Promise<void> {
    if (accounts.length === 0) return;
    const ids = accounts.map(({ id }) => id);
    await sql.query(
      `INSERT INTO account (workspace_id, id, name, named_by, country)
       SELECT $1, a.id, a.name, a."namedBy", a.country
       FROM jsonb_to_recordset($2::jsonb) AS a(id uuid, name text, "namedBy" text, country text) ORDER BY a.id
       ON CONFLICT (workspace_id, id) DO UPDATE SET
         name = excluded.name, named_by = excluded.named_by, country = excluded.country,
         version = account.version + 1, updated_at = now(), regroup = true`,
      [workspaceId, JSON.stringify(accounts)],
    );
    await replace(sql, workspaceId, ids, 'account_domain', 'domain', 'text', domainsOf(accounts));
    await replace(sql, workspaceId, ids, 'account_key', 'hash', 'bigint', hashesOf(accounts));
  }
}

type Held = readonly (readonly [accountId: string, value: string])[];

async function replace(
  sql: Sql,
  workspaceId: string,
  ids: readonly string[],
  table: 'account_domain' | 'account_key',
  column: 'domain' | 'hash',
  type: 'text' | 'bigint',
  held: Held,
): Promise<void> {
  await sql.query(`DELETE FROM ${table} WHERE workspace_id = $1 AND account_id = ANY($2::uuid[])`, [
    workspaceId,
    ids,
  ]);
  await sql.query(
    `INSERT INTO ${table} (workspace_id, account_id, ${column})
     SELECT $1, * FROM unnest($2::uuid[], $3::${type}[]) ORDER BY 2, 3`,
    [workspaceId, held.map(([id]) => id), held.map(([, value]) => value)],
  );
}

function domainsOf(accounts: readonly Account[]): Held {
  return accounts.flatMap(({ id, domains }) => domains.map((domain) => [id, domain] as const));
}

function hashesOf(accounts: readonly Account[]): Held {
  return accounts.flatMap(({ id, name, domains, country }) => {
    const hashes = new Set(keysOfAccount(knownAccount(id, name, domains, country)).map(hashOf));
    return [...hashes].map((hash) => [id, hash] as const);
  });
}

/** 64 bits of a digest: the same on every database, and small in the index. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest().readBigInt64BE().toString();
}
