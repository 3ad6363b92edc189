import { listenOnLoopback, type Listening, type ListeningOptions } from '../frame/index.js';
import { addRoutes } from './http/server.js';
import { DEFAULT_SETTINGS, withSettings, type TenantSettings } from './tenant/settings.js';
import { DemandbaseTenant } from './tenant/tenant.js';
import type { ApiAccess } from './tenant/tokens.js';

export interface DemandbaseSandboxOptions
  extends ListeningOptions, Partial<ApiAccess>, Partial<TenantSettings> {}

/** Its URL is base URL of all APIs and place of the control API in one. */
export interface DemandbaseSandbox extends Listening {
  /** The state behind it, for callers in the same process. */
  readonly tenant: DemandbaseTenant;
  readonly access: ApiAccess;
}

const SANDBOX_ACCESS: ApiAccess = {
  clientId: 'tributary-sandbox',
  clientSecret: 'tributary-sandbox-secret',
  token: 'tributary-sandbox-token',
};

/**
 * Starts a local stand-in of the Demandbase APIs that fill lists. It is no Demandbase: it holds everything in memory
 * and listens on loopback only. Rejects where a setting or the host is wrong or the port is taken.
 */
export async function startDemandbaseSandbox(
  options: DemandbaseSandboxOptions = {},
): Promise<DemandbaseSandbox> {
  const { port, host, clientId, clientSecret, token, ...settings } = options;
  const access: ApiAccess = {
    clientId: clientId ?? SANDBOX_ACCESS.clientId,
    clientSecret: clientSecret ?? SANDBOX_ACCESS.clientSecret,
    token: token ?? SANDBOX_ACCESS.token,
  };
  const tenant = new DemandbaseTenant(withSettings(DEFAULT_SETTINGS, settings));
  const listening = await listenOnLoopback({ port, host }, (server, stopping) =>
    addRoutes(server, tenant, access, stopping),
  );
  return { ...listening, tenant, access };
}
