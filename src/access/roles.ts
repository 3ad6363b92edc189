export const roles = ['viewer', 'operator', 'marketer', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * `read`: see. `preview`: ask the other systems what would change. `run`: start work and retry. `sync`:
 * define audiences and syncs. `configure`: sources, destinations, keys. `instance`: what concerns all
 * workspaces.
 */
export type Permission = 'read' | 'preview' | 'run' | 'sync' | 'configure' | 'instance';

const granted: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  operator: ['read', 'preview', 'run'],
  marketer: ['read', 'preview', 'sync'],
  admin: ['read', 'preview', 'run', 'sync', 'configure'],
};

/** Who makes a request: an API key of one workspace. */
export interface Caller {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly role: Role;
  readonly instanceAdmin: boolean;
}

export function may(caller: Caller, permission: Permission): boolean {
  return permission === 'instance' ? caller.instanceAdmin : granted[caller.role].includes(permission);
}

/** Who may, for people: the roles, or `instance admin`. */
export function whoMay(permission: Permission): string[] {
  if (permission === 'instance') return ['instance admin'];
  return roles.filter((role) => granted[role].includes(permission));
}
