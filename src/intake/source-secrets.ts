import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { row } from '../platform/database/index.js';
import { hashToken, newToken } from '../platform/secrets/index.js';

export interface OpenSource {
  readonly workspaceId: string;
  readonly sourceId: string;
}

interface KnownSecret extends OpenSource {
  readonly hash: Buffer;
  readonly knownUntil: number;
}

/** How long a process goes on accepting a secret that another process has retired. */
const REMEMBER_MS = 2_000;
const REMEMBER_AT_MOST = 10_000;

/**
 * The secrets in intake paths: 32 random bytes, stored hashed. A source has one, and during a rotation the
 * one before as well, because a new address takes effect only when each offer is published again.
 */
@Injectable()
export class SourceSecrets {
  private readonly known = new Map<string, KnownSecret>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The enabled source of this type that a secret opens, or null. Found by hash, compared in constant time. */
  async open(type: string, secret: string): Promise<OpenSource | null> {
    const hash = hashToken(secret);
    const cacheKey = `${type}:${hash.toString('base64')}`;
    const cached = this.known.get(cacheKey);
    if (cached && cached.knownUntil > Date.now() && timingSafeEqual(cached.hash, hash)) return cached;
    const found = await this.find(type, hash);
    if (!found || !timingSafeEqual(found.hash, hash)) {
      this.known.delete(cacheKey);
      return null;
    }
    if (this.known.size >= REMEMBER_AT_MOST) this.known.clear();
    this.known.set(cacheKey, { ...found, knownUntil: Date.now() + REMEMBER_MS });
    return found;
  }

  private find(type: string, hash: Buffer): Promise<(OpenSource & { hash: Buffer }) | null> {
    return row(
      this.dataSource,
      `SELECT s.workspace_id AS "workspaceId", s.id AS "sourceId", k.secret_hash AS hash
       FROM source_secret k JOIN source s ON (s.workspace_id, s.id) = (k.workspace_id, k.source_id)
       WHERE k.secret_hash = $1 AND s.type = $2 AND s.enabled AND s.deleted_at IS NULL`,
      [hash, type],
    );
  }

  /** Makes the secret that is shown now; the present one goes on working as the previous one. */
  async rotate(manager: EntityManager, workspaceId: string, sourceId: string): Promise<string> {
    const secret = newToken();
    await this.retirePrevious(manager, workspaceId, sourceId);
    await manager.query(
      `UPDATE source_secret SET slot = 'previous' WHERE workspace_id = $1 AND source_id = $2 AND slot = 'current'`,
      [workspaceId, sourceId],
    );
    await manager.query(
      `INSERT INTO source_secret (workspace_id, source_id, slot, secret_hash) VALUES ($1, $2, 'current', $3)`,
      [workspaceId, sourceId, hashToken(secret)],
    );
    return secret;
  }

  async retirePrevious(manager: EntityManager, workspaceId: string, sourceId: string): Promise<void> {
    await manager.query(
      `DELETE FROM source_secret WHERE workspace_id = $1 AND source_id = $2 AND slot = 'previous'`,
      [workspaceId, sourceId],
    );
    this.known.clear();
  }

  /** After a source was closed, so that this process notices at once. */
  forget(): void {
    this.known.clear();
  }
}
