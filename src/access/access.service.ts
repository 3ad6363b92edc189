import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import {
  conflict,
  notFound,
  pageOf,
  ProblemError,
  uniqueName,
  type Page,
  type PageQuery,
} from '../platform/api/index.js';
import { newId } from '../platform/database/index.js';
import { hashToken, newToken, tokensEqual } from '../platform/secrets/index.js';
import type { NewKey, NewWorkspace, ShownKey, ShownWorkspace } from './access.dto.js';
import { ApiKey } from './api-key.entity.js';
import type { Caller, Role } from './roles.js';
import { Workspace } from './workspace.entity.js';

/** Workspaces and their API keys. Keys are stored hashed and shown once, when they are made. */
@Injectable()
export class AccessService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Who holds this key, or null. The look-up is by hash; the comparison takes constant time. */
  async authenticate(key: string): Promise<Caller | null> {
    const keyHash = hashToken(key);
    const found = await this.dataSource.getRepository(ApiKey).findOneBy({ keyHash, enabled: true });
    if (!found || !tokensEqual(found.keyHash, keyHash)) return null;
    const { workspaceId, id, name, role, instanceAdmin } = found;
    return { workspaceId, keyId: id, keyName: name, role, instanceAdmin };
  }

  async createWorkspace(name: string): Promise<NewWorkspace> {
    const id = newId();
    const adminKey = newKey();
    await uniqueName('workspace', name, () =>
      this.dataSource.transaction(async (manager) => {
        await manager.insert(Workspace, { id, name, settings: {} });
        await insertKey(manager, id, { name: 'admin', role: 'admin', key: adminKey });
      }),
    );
    return { workspace: { id, name }, adminKey };
  }

  async listWorkspaces({ limit, cursor }: PageQuery): Promise<Page<ShownWorkspace>> {
    const read = await this.dataSource.getRepository(Workspace).find({
      where: cursor ? { id: MoreThan(cursor) } : {},
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(read, limit, showWorkspace);
  }

  async workspace(id: string): Promise<ShownWorkspace> {
    const workspace = await this.dataSource.getRepository(Workspace).findOneBy({ id });
    if (!workspace) throw new ProblemError(404, `There is no workspace ${id}.`);
    return showWorkspace(workspace);
  }

  async updateWorkspace(id: string, { name }: { name?: string }): Promise<ShownWorkspace> {
    const before = await this.workspace(id);
    await uniqueName('workspace', name ?? before.name, () =>
      this.dataSource.getRepository(Workspace).update({ id }, { name: name ?? before.name }),
    );
    return this.workspace(id);
  }

  async listKeys(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownKey>> {
    const read = await this.dataSource.getRepository(ApiKey).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(read, limit, show);
  }

  async key(workspaceId: string, id: string): Promise<ShownKey> {
    const key = await this.dataSource.getRepository(ApiKey).findOneBy({ workspaceId, id });
    if (!key) throw notFound('API key', id);
    return show(key);
  }

  async createKey(workspaceId: string, name: string, role: Role): Promise<NewKey> {
    const key = newKey();
    const id = await uniqueName('API key', name, () =>
      insertKey(this.dataSource.manager, workspaceId, { name, role, key }),
    );
    return { ...(await this.key(workspaceId, id)), key };
  }

  /** Changes or disables a key from the next request on. A key cannot lock itself out. */
  async updateKey(
    caller: Caller,
    id: string,
    change: { name?: string; enabled?: boolean },
  ): Promise<ShownKey> {
    if (change.enabled === false) this.refuseOwnKey(caller, id);
    const before = await this.key(caller.workspaceId, id);
    const { name = before.name, enabled = before.enabled } = change;
    await uniqueName('API key', name, () =>
      this.dataSource
        .getRepository(ApiKey)
        .update({ workspaceId: caller.workspaceId, id }, { name, enabled }),
    );
    return this.key(caller.workspaceId, id);
  }

  async deleteKey(caller: Caller, id: string): Promise<void> {
    this.refuseOwnKey(caller, id);
    await this.key(caller.workspaceId, id);
    await this.dataSource.getRepository(ApiKey).delete({ workspaceId: caller.workspaceId, id });
  }

  private refuseOwnKey(caller: Caller, id: string): void {
    if (caller.keyId === id) throw conflict('A key cannot disable or delete itself. Use another admin key.');
  }
}

export const newKey = (): string => `tributary_${newToken()}`;

export async function insertKey(
  manager: EntityManager,
  workspaceId: string,
  {
    name,
    role,
    key,
    instanceAdmin = false,
  }: { name: string; role: Role; key: string; instanceAdmin?: boolean },
): Promise<string> {
  const id = newId();
  await manager.insert(ApiKey, {
    workspaceId,
    id,
    name,
    role,
    instanceAdmin,
    keyHash: hashToken(key),
    enabled: true,
  });
  return id;
}

function show({ id, name, role, enabled, createdAt }: ApiKey): ShownKey {
  return { id, name, role, enabled, createdAt };
}

function showWorkspace({ id, name, createdAt }: Workspace): ShownWorkspace {
  return { id, name, createdAt };
}
