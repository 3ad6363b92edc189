export {
  startDynamicsSandbox,
  DYNAMICS_SANDBOX_APP,
  type DynamicsSandbox,
  type DynamicsSandboxOptions,
} from './start.js';
