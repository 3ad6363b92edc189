export { startDemandbaseSandbox, type DemandbaseSandbox, type DemandbaseSandboxOptions } from './start.js';
export type { DemandbaseFault, DemandbaseFaultMatch, DemandbaseFaultOrder } from './api/endpoints.js';
export type { TenantSettings } from './tenant/settings.js';
export type { ApiAccess } from './tenant/tokens.js';
