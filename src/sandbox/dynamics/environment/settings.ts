import { atLeast, changedSettings, flag, oneOf, orNull, type SettingRule } from '../../frame/index.js';

/** How the environment behaves; everything can be changed while it runs. */
export interface EnvironmentSettings {
  /** Of the alternate key on `tributary_id`, whose index is built in the background; `absent`: nobody declared it. */
  keyStatus: 'Active' | 'Pending' | 'InProgress' | 'Failed' | 'absent';
  /** The application user of the app. */
  applicationUser: 'active' | 'absent' | 'no-roles' | 'disabled';
  /** A published duplicate detection rule on `emailaddress1`; it runs for callers that ask for it. */
  duplicateRule: boolean;
  /** Documents say both of a duplicate that a rule found. */
  duplicateStatus: '500' | '412';
  /** Documents show conditional requests refused with an empty code, live environments with the usual one. */
  conditionalCode: 'hexadecimal' | 'empty';
  /** Calls at once that answers recommend. */
  dopHint: number;
  /** Service protection: requests, milliseconds of execution and calls at once, within so many seconds. */
  requestLimit: number;
  executionMsLimit: number;
  concurrencyLimit: number;
  windowSeconds: number;
  /** Milliseconds of execution that each request is taken to cost. */
  executionMs: number;
  tokenSeconds: number;
  /** A token is good for so many calls; null leaves only its seconds. */
  tokenLifetimeCalls: number | null;
  /** Rows in one page of a query. */
  pageSize: number;
  /** Milliseconds added to every answer. */
  latencyMs: number;
  /** Keeps every write of a record with it, for tests that ask what was sent. */
  keepHistory: boolean;
}

export const DEFAULT_SETTINGS: Readonly<EnvironmentSettings> = {
  keyStatus: 'Active',
  applicationUser: 'active',
  duplicateRule: false,
  duplicateStatus: '500',
  conditionalCode: 'hexadecimal',
  dopHint: 8,
  requestLimit: 6_000,
  executionMsLimit: 1_200_000,
  concurrencyLimit: 52,
  windowSeconds: 300,
  executionMs: 1,
  tokenSeconds: 3_599,
  tokenLifetimeCalls: null,
  pageSize: 5_000,
  latencyMs: 0,
  keepHistory: false,
};

const RULES: Readonly<Record<keyof EnvironmentSettings, SettingRule>> = {
  keyStatus: oneOf('Active', 'Pending', 'InProgress', 'Failed', 'absent'),
  applicationUser: oneOf('active', 'absent', 'no-roles', 'disabled'),
  duplicateRule: flag,
  duplicateStatus: oneOf('500', '412'),
  conditionalCode: oneOf('hexadecimal', 'empty'),
  dopHint: atLeast(1),
  requestLimit: atLeast(1),
  executionMsLimit: atLeast(1),
  concurrencyLimit: atLeast(1),
  windowSeconds: atLeast(1),
  executionMs: atLeast(0),
  tokenSeconds: atLeast(1),
  tokenLifetimeCalls: orNull(atLeast(1)),
  pageSize: atLeast(1),
  latencyMs: atLeast(0),
  keepHistory: flag,
};

/** Settings with a change applied. Throws `ControlRefused` listing everything that is wrong with it. */
export function withSettings(
  settings: Readonly<EnvironmentSettings>,
  change: Readonly<Record<string, unknown>>,
): EnvironmentSettings {
  return changedSettings(RULES, settings, change);
}
