/**
 * Specs lie beside the code; end-to-end tests in test/ drive the built process over HTTP. What needs a real
 * PostgreSQL or Redis is named `*.services.*` and runs with `npm run test:services` alone; what is about the
 * embedded installation itself is named `*.embedded.*` and runs with `npm test` alone. What takes long is named
 * `*.long.*` and left to `npm run test:services` and `npm run test:soak`; longer runs still are in test/soak. A spec
 * that speaks to neither PostgreSQL nor Redis is the same with them, so `npm run test:services` leaves it to `npm test`.
 */
const mode = process.env.TEST_MODE ?? 'embedded';

const leftOut = {
  embedded: ['\\.services\\.', '\\.long\\.'],
  services: ['\\.embedded\\.'],
  soak: [],
};

const base = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its ES modules import JSON in a way about which Jest warns with each file.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testEnvironment: 'node',
  testPathIgnorePatterns: ['/node_modules/', ...leftOut[mode]],
};

const spec = {
  ...base,
  displayName: 'spec',
  testMatch: [
    mode === 'services' ? '<rootDir>/src/**/*.{services,long}.spec.ts' : '<rootDir>/src/**/*.spec.ts',
  ],
  globalSetup: '<rootDir>/test/support/schema-images.mjs',
  globalTeardown: '<rootDir>/test/support/schema-images-end.mjs',
};
const e2e = {
  ...base,
  displayName: 'e2e',
  testMatch: ['<rootDir>/test/*.e2e.ts'],
  globalSetup: '<rootDir>/test/support/embedded-template.mjs',
  globalTeardown: '<rootDir>/test/support/embedded-template-end.mjs',
};
const soak = {
  ...e2e,
  displayName: 'soak',
  testMatch: ['<rootDir>/test/soak/*.e2e.ts', '<rootDir>/test/*.long.e2e.ts'],
};

export default {
  projects: mode === 'soak' ? [soak] : [spec, e2e],
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // Jest gives a worker half a second to end, too little to give back what the embedded database had taken.
  workerIdleMemoryLimit: '500MB',
  testTimeout: mode === 'soak' ? 1_800_000 : 120_000,
};
