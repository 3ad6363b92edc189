export {
  startSalesforceSandbox,
  SANDBOX_APP,
  type SalesforceSandbox,
  type SalesforceSandboxOptions,
} from './start.js';
export type { Fault, FaultMatch, FaultOrder } from './faults/row-faults.js';
export type { ConnectedApp } from './http/oauth.js';
export type { OrgSettings } from './org/settings.js';
