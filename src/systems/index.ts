export * from './advice.js';
export * from './registry.js';
export * from './settings-schema.js';
export * from './system.js';
