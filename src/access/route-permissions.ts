import { whoMay, type Permission } from './roles.js';

/**
 * Who may call what. A route that is not named here is closed to everybody, so that a new one is never
 * open by mistake. `public` needs no key: the intake's secret is in its path.
 */
export const routePermissions = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
  'GET /docs': 'public',
  'GET /docs/': 'public',
  'GET /docs/*': 'public',
  'GET /docs/swagger-ui-init.js': 'public',
  'GET /docs-json': 'public',
  'POST /intake/marketplace/:secret': 'public',
  'POST /intake/partner/:secret': 'public',

  'POST /api/v1/workspaces': 'instance',
  'GET /api/v1/workspaces': 'instance',
  'GET /api/v1/workspaces/:id': 'instance',
  'PATCH /api/v1/workspaces/:id': 'instance',
  'GET /api/v1/api-keys': 'configure',
  'GET /api/v1/api-keys/:id': 'configure',
  'POST /api/v1/api-keys': 'configure',
  'PATCH /api/v1/api-keys/:id': 'configure',
  'DELETE /api/v1/api-keys/:id': 'configure',
  'GET /api/v1/audit': 'configure',

  'GET /api/v1/sources': 'read',
  'GET /api/v1/sources/:id': 'read',
  'POST /api/v1/sources': 'configure',
  'PATCH /api/v1/sources/:id': 'configure',
  'DELETE /api/v1/sources/:id': 'configure',
  'POST /api/v1/sources/:id/rotate-secret': 'configure',
  'POST /api/v1/sources/:id/retire-previous-secret': 'configure',
  'POST /api/v1/sources/:id/quarantine': 'configure',
  'POST /api/v1/sources/:id/release': 'configure',

  'GET /api/v1/lead-settings': 'read',
  'PATCH /api/v1/lead-settings': 'configure',
  'GET /api/v1/lead-events': 'read',
  'GET /api/v1/lead-events/:id': 'read',
  'GET /api/v1/lead-events/:id/raw': 'read',
  'POST /api/v1/lead-events/replay': 'run',
  'GET /api/v1/lead-events/replays': 'read',
  'GET /api/v1/lead-events/replays/:id': 'read',

  'GET /api/v1/enrichment-settings': 'read',
  'PATCH /api/v1/enrichment-settings': 'configure',

  'GET /api/v1/enrichers': 'read',
  'GET /api/v1/enrichers/:id': 'read',
  'POST /api/v1/enrichers': 'configure',
  'PATCH /api/v1/enrichers/:id': 'configure',
  'DELETE /api/v1/enrichers/:id': 'configure',

  'GET /api/v1/profiles': 'read',
  'GET /api/v1/profiles/:id': 'read',
  'GET /api/v1/profiles/:id/history': 'read',
  'POST /api/v1/profiles/:id/sync': 'run',
  'POST /api/v1/profiles/merge': 'run',
  'POST /api/v1/profiles/:id/split': 'run',
  'GET /api/v1/match-reviews': 'read',
  'GET /api/v1/match-reviews/:id': 'read',
  'POST /api/v1/match-reviews/:id': 'run',
  'POST /api/v1/match': 'read',
  'POST /api/v1/match/backtests': 'run',
  'GET /api/v1/match/backtests': 'read',
  'GET /api/v1/match/backtests/:id': 'read',
  'DELETE /api/v1/match/backtests/:id': 'run',
  'GET /api/v1/match-settings': 'read',
  'PATCH /api/v1/match-settings': 'configure',
  'GET /api/v1/match-settings/thresholds': 'read',
  'PUT /api/v1/profiles/:id/locks/:field': 'configure',
  'DELETE /api/v1/profiles/:id/locks/:field': 'configure',
  'GET /api/v1/profile-settings': 'read',
  'PATCH /api/v1/profile-settings': 'configure',
  'GET /api/v1/profile-settings/refolds': 'read',
  'GET /api/v1/profile-settings/refolds/:id': 'read',

  'GET /api/v1/accounts': 'read',
  'GET /api/v1/accounts/:id': 'read',
  'GET /api/v1/accounts/:id/history': 'read',
  'PATCH /api/v1/accounts/:id': 'configure',
  'GET /api/v1/account-groups': 'read',
  'GET /api/v1/account-groups/metrics': 'read',
  'GET /api/v1/account-groups/:id': 'read',
  'GET /api/v1/profiles/:id/account': 'read',
  'PUT /api/v1/profiles/:id/account': 'configure',

  'GET /api/v1/destination-types': 'read',
  'GET /api/v1/destinations': 'read',
  'GET /api/v1/destinations/:id': 'read',
  'GET /api/v1/destinations/:id/fields': 'read',
  'GET /api/v1/destinations/:id/quota': 'read',
  'POST /api/v1/destinations': 'configure',
  'PATCH /api/v1/destinations/:id': 'configure',
  'DELETE /api/v1/destinations/:id': 'configure',
  'POST /api/v1/destinations/:id/check': 'preview',

  'GET /api/v1/syncs': 'read',
  'GET /api/v1/syncs/:id': 'read',
  'POST /api/v1/syncs': 'sync',
  'PATCH /api/v1/syncs/:id': 'sync',
  'DELETE /api/v1/syncs/:id': 'sync',
  'POST /api/v1/syncs/:id/preview': 'preview',
  'POST /api/v1/syncs/:id/run': 'run',
  'POST /api/v1/syncs/:id/pause': 'run',
  'POST /api/v1/syncs/:id/resume': 'run',
  'GET /api/v1/syncs/:id/records': 'read',
  'POST /api/v1/syncs/:id/records/retry': 'run',
  'GET /api/v1/failures': 'read',
  'GET /api/v1/alerts': 'read',
  'GET /api/v1/alert-settings': 'read',
  'PATCH /api/v1/alert-settings': 'configure',
  'GET /api/v1/alert-channels': 'read',
  'GET /api/v1/alert-channels/:id': 'read',
  'POST /api/v1/alert-channels': 'configure',
  'PATCH /api/v1/alert-channels/:id': 'configure',
  'DELETE /api/v1/alert-channels/:id': 'configure',
  'POST /api/v1/syncs/:id/failures/retry': 'run',
  'GET /api/v1/crm-corrections': 'read',
  'POST /api/v1/crm-corrections/:id/done': 'run',
  'POST /api/v1/syncs/:id/release-brake': 'run',
  'POST /api/v1/syncs/:id/plans': 'preview',
  'GET /api/v1/syncs/:id/plans': 'read',
  'GET /api/v1/plans/:id': 'read',
  'GET /api/v1/plans/:id/records': 'read',
  'POST /api/v1/plans/:id/apply': 'run',
  'POST /api/v1/runs/:id/revert': 'preview',
  'GET /api/v1/syncs/:id/records/:recordId/why': 'read',
  'GET /api/v1/why': 'read',
  'GET /api/v1/runs': 'read',
  'GET /api/v1/runs/:id': 'read',
  'GET /api/v1/runs/:id/findings': 'read',
} as const satisfies Readonly<Record<string, Permission | 'public'>>;

export function permissionFor(method: string, route: string): Permission | 'public' | null {
  const key = `${method === 'HEAD' ? 'GET' : method} ${route}`;
  return Object.hasOwn(routePermissions, key) ? routePermissions[key as keyof typeof routePermissions] : null;
}

/** The roles that a route is open to; null for everybody, without a key. */
export function rolesFor(method: string, route: string): string[] | null {
  const permission = permissionFor(method, route);
  if (permission === 'public') return null;
  return permission ? whoMay(permission) : [];
}
