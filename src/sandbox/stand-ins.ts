import { startDemandbaseSandbox } from './demandbase/index.js';
import { startDynamicsSandbox } from './dynamics/index.js';
import { startMarketoSandbox } from './marketo/index.js';
import { startSalesforceSandbox } from './salesforce/index.js';

/** The sandbox of a vendor, as people start it by hand. */
export interface StandIn {
  /** `type` of the destinations that take it. */
  readonly type: string;
  readonly title: string;
  start(port: number): Promise<RunningStandIn>;
}

export interface RunningStandIn {
  readonly url: string;
  /** What a destination needs to reach it, by the names of its settings. */
  readonly config: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
  /** Below {@link url}: what it holds. */
  readonly holds: string;
  close(): Promise<void>;
}

/** Each listens one port after the one before it. */
export const standIns: readonly StandIn[] = [
  {
    type: 'salesforce',
    title: 'Salesforce',
    start: async (port) => {
      const { url, app, close } = await startSalesforceSandbox({ port });
      const { clientId, clientSecret } = app;
      const config = { loginUrl: url };
      return { url, config, credentials: { clientId, clientSecret }, holds: '/sandbox/records/Lead', close };
    },
  },
  {
    type: 'dynamics',
    title: 'Dynamics 365',
    start: async (port) => {
      const { url, tokenUrl, app, close } = await startDynamicsSandbox({ port });
      const config = { organizationUrl: url, tokenUrl };
      return { url, config, credentials: { ...app }, holds: '/sandbox/records/lead', close };
    },
  },
  {
    type: 'marketo',
    title: 'Marketo',
    start: async (port) => {
      const { url, service, close } = await startMarketoSandbox({ port });
      const config = { baseUrl: url };
      return { url, config, credentials: { ...service }, holds: '/sandbox/records/lead', close };
    },
  },
  {
    type: 'demandbase',
    title: 'Demandbase',
    start: async (port) => {
      const { url, access, close } = await startDemandbaseSandbox({ port });
      const { clientId, clientSecret } = access;
      const config = { baseUrl: url };
      return { url, config, credentials: { clientId, clientSecret }, holds: '/sandbox/lists/account', close };
    },
  },
];
