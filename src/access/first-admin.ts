import type { DataSource, EntityManager } from 'typeorm';
import { keptAdminKey, type Settings } from '../platform/config/index.js';
import { affected, newId } from '../platform/database/index.js';
import { hashToken } from '../platform/secrets/index.js';
import { insertKey } from './access.service.js';
import { ApiKey } from './api-key.entity.js';
import { Workspace } from './workspace.entity.js';

const DEFAULT_WORKSPACE = 'default';
const INSTANCE_ADMIN = 'instance admin';

/**
 * Makes sure that somebody can get in: the default workspace and its instance admin. `ADMIN_API_KEY`
 * replaces the key of before at each start; without it one is made when there is none.
 * Answers the key when it is new and must be shown, else null.
 */
export async function ensureFirstAdmin(dataSource: DataSource, settings: Settings): Promise<string | null> {
  if (await isThere(dataSource.manager, settings)) return null;
  return dataSource.transaction(async (manager) => {
    const workspaceId = await lockDefaultWorkspace(manager);
    // Several processes may start at once; those that waited find the admin that the first one made.
    if (await isThere(manager, settings)) return null;
    const key = settings.ADMIN_API_KEY ?? (await keptAdminKey(settings));
    if (!(await replaceKey(manager, key))) {
      await insertKey(manager, workspaceId, {
        name: INSTANCE_ADMIN,
        role: 'admin',
        key,
        instanceAdmin: true,
      });
    }
    return settings.ADMIN_API_KEY ? null : key;
  });
}

async function isThere(manager: EntityManager, { ADMIN_API_KEY }: Settings): Promise<boolean> {
  const admin = await manager.findOneBy(ApiKey, { instanceAdmin: true });
  if (!admin) return false;
  return ADMIN_API_KEY === undefined || (admin.enabled && admin.keyHash.equals(hashToken(ADMIN_API_KEY)));
}

/** Gives the instance admin this key, whatever became of its name; false when there is none. */
async function replaceKey(manager: EntityManager, key: string): Promise<boolean> {
  const replaced = await affected(
    manager,
    `UPDATE api_key SET key_hash = $1, enabled = true WHERE instance_admin`,
    [hashToken(key)],
  );
  return replaced > 0;
}

async function lockDefaultWorkspace(manager: EntityManager): Promise<string> {
  await manager.query(`INSERT INTO workspace (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, [
    newId(),
    DEFAULT_WORKSPACE,
  ]);
  const { id } = await manager.findOneByOrFail(Workspace, { name: DEFAULT_WORKSPACE });
  await manager.query(`SELECT FROM workspace WHERE id = $1 FOR UPDATE`, [id]);
  return id;
}
