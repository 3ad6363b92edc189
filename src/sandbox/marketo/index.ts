export {
  startMarketoSandbox,
  SANDBOX_SERVICE as MARKETO_SANDBOX_SERVICE,
  type MarketoSandbox,
  type MarketoSandboxOptions,
} from './start.js';
export type { InstanceSettings as MarketoSandboxSettings } from './instance/settings.js';
export { refusalBody as marketoRefusal } from './rest/row-faults.js';
export { LIST_FOLDER as MARKETO_LIST_FOLDER } from './instance/static-lists.js';
export { KEY_FIELD as MARKETO_KEY_FIELD } from './instance/schema.js';
