export type { CallFault, CounterSnapshot } from './frame/index.js';
export * from './demandbase/index.js';
export * from './marketo/index.js';
export * from './salesforce/index.js';
export * from './dynamics/index.js';
