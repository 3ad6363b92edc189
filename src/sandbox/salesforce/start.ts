import { listenOnLoopback, type Listening, type ListeningOptions } from '../frame/index.js';
import type { ConnectedApp } from './http/oauth.js';
import { SalesforceOrg } from './org/org.js';
import { addRoutes } from './http/server.js';
import { DEFAULT_SETTINGS, withSettings, type OrgSettings } from './org/settings.js';

export interface SalesforceSandboxOptions
  extends ListeningOptions, Partial<ConnectedApp>, Partial<OrgSettings> {
  /** Which organisation it plays, where several stand side by side; default 1. */
  readonly organisation?: number;
}

/** Its URL is login URL, instance URL and place of the control API in one. */
export interface SalesforceSandbox extends Listening {
  /** The state behind it, for callers in the same process. */
  readonly org: SalesforceOrg;
  readonly app: ConnectedApp;
}

export const SANDBOX_APP: ConnectedApp = {
  clientId: 'tributary-sandbox',
  clientSecret: 'tributary-sandbox-secret',
  username: 'integration@tributary.sandbox',
  publicKey: null,
};

/**
 * Starts a local stand-in of the Salesforce REST API. It is no Salesforce: it holds everything in memory and
 * listens on loopback only. Rejects where a setting or the host is wrong or the port is taken.
 */
export async function startSalesforceSandbox(
  options: SalesforceSandboxOptions = {},
): Promise<SalesforceSandbox> {
  const { port, host, organisation = 1, ...rest } = options;
  const { clientId, clientSecret, username, publicKey, ...settings } = rest;
  const app: ConnectedApp = {
    clientId: clientId ?? SANDBOX_APP.clientId,
    clientSecret: clientSecret ?? SANDBOX_APP.clientSecret,
    username: username ?? SANDBOX_APP.username,
    publicKey: publicKey ?? SANDBOX_APP.publicKey,
  };
  const org = new SalesforceOrg(withSettings(DEFAULT_SETTINGS, settings), organisation);
  const listening = await listenOnLoopback({ port, host }, (server, stopping) =>
    addRoutes(server, org, app, stopping),
  );
  return { ...listening, org, app };
}
