import { listenOnLoopback, type ListeningOptions } from '../frame/index.js';
import { Environment } from './environment/environment.js';
import { DEFAULT_SETTINGS, withSettings, type EnvironmentSettings } from './environment/settings.js';
import type { RegisteredApp } from './http/oauth.js';
import { buildServer } from './http/server.js';

export interface DynamicsSandboxOptions
  extends Partial<RegisteredApp>, Partial<EnvironmentSettings>, ListeningOptions {
  /** Which organisation it plays, where several stand side by side; default 1. */
  readonly organisation?: number;
}

export interface DynamicsSandbox {
  /** Environment URL and place of the control API, e.g. `http://127.0.0.1:4011`. */
  readonly url: string;
  /** Token endpoint. */
  readonly tokenUrl: string;
  /** The state behind it, for callers in the same process. */
  readonly environment: Environment;
  readonly app: RegisteredApp;
  /** Stops it, breaking connections that still wait for an answer. */
  close(): Promise<void>;
}

export const DYNAMICS_SANDBOX_APP: RegisteredApp = {
  tenantId: 'tributary.sandbox',
  clientId: 'tributary-sandbox',
  clientSecret: 'tributary-sandbox-secret',
};

/**
 * Starts a local stand-in of the Dataverse Web API with leads, contacts and accounts, and of the token endpoint before
 * it. It is no Dynamics 365: it holds everything in memory and listens on loopback only. Rejects where a setting or
 * the host is wrong or the port is taken.
 */
export async function startDynamicsSandbox(options: DynamicsSandboxOptions = {}): Promise<DynamicsSandbox> {
  const { port, host, organisation = 1, tenantId, clientId, clientSecret, ...settings } = options;
  const app: RegisteredApp = {
    tenantId: tenantId ?? DYNAMICS_SANDBOX_APP.tenantId,
    clientId: clientId ?? DYNAMICS_SANDBOX_APP.clientId,
    clientSecret: clientSecret ?? DYNAMICS_SANDBOX_APP.clientSecret,
  };
  const environment = new Environment(withSettings(DEFAULT_SETTINGS, settings), organisation);
  const { url, close } = await listenOnLoopback({ port, host }, (server, stopping) =>
    buildServer(server, environment, app, stopping),
  );
  return { url, tokenUrl: `${url}/${app.tenantId}/oauth2/v2.0/token`, environment, app, close };
}
