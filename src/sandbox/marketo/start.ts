import { listenOnLoopback, type Listening, type ListeningOptions } from '../frame/index.js';
import { addRoutes } from './http/server.js';
import type { CustomService } from './http/identity.js';
import { MarketoInstance } from './instance/instance.js';
import { DEFAULT_SETTINGS, withSettings, type InstanceSettings } from './instance/settings.js';

export interface MarketoSandboxOptions
  extends ListeningOptions, Partial<CustomService>, Partial<InstanceSettings> {}

/** Its URL is REST endpoint, identity service and place of the control API in one. */
export interface MarketoSandbox extends Listening {
  /** The state behind it, for callers in the same process. */
  readonly instance: MarketoInstance;
  readonly service: CustomService;
}

export const SANDBOX_SERVICE: CustomService = {
  clientId: 'tributary-sandbox',
  clientSecret: 'tributary-sandbox-secret',
};

/**
 * Starts a local stand-in of the Marketo Engage REST API. It is no Marketo: it holds everything in memory and
 * listens on loopback only. Rejects where a setting or the host is wrong or the port is taken.
 */
export async function startMarketoSandbox(options: MarketoSandboxOptions = {}): Promise<MarketoSandbox> {
  const { port, host, clientId, clientSecret, ...settings } = options;
  const service: CustomService = {
    clientId: clientId ?? SANDBOX_SERVICE.clientId,
    clientSecret: clientSecret ?? SANDBOX_SERVICE.clientSecret,
  };
  const instance = new MarketoInstance(withSettings(DEFAULT_SETTINGS, settings));
  const listening = await listenOnLoopback({ port, host }, (server, stopping) =>
    addRoutes(server, instance, service, stopping),
  );
  return { ...listening, instance, service };
}
