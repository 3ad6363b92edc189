import { atLeast, changedSettings, flag, oneOf, type SettingRule } from '../../frame/index.js';

/** How the instance behaves; everything can be changed while it runs. */
export interface InstanceSettings {
  /** Calls a day, of all integrations together; most subscriptions have 50,000. */
  callLimit: number;
  /** Calls within the past `windowSeconds`, of all integrations together. */
  callsPerWindow: number;
  windowSeconds: number;
  /** Whether calls that were refused for a limit count in the window; the vendor does not say. */
  refusedCallsCount: boolean;
  /** Calls at once, of all integrations together. */
  concurrentCalls: number;
  /** When the day's calls are counted anew: midnight in Chicago, or 06:00 UTC all year; the vendor does not say. */
  dayEnds: 'chicago' | 'fixed';
  /** How long a new token lives. */
  tokenSeconds: number;
  /** False where the IP allow-list or the role of the user keeps the client out. */
  isAllowed: boolean;
  /** A native CRM sync keeps the companies; the API may not write them. */
  crmSync: boolean;
  /** Whether the lead has the custom string field `tributaryId`. */
  keyField: boolean;
  /** What becomes of a value for a field that nobody may write; the vendor does not say. */
  readOnlyFields: 'refused' | 'ignored';
  /** What becomes of a lead with an external company id that no company has; the vendor does not say. */
  unknownCompany: 'refused' | 'unlinked';
  /** What an empty cell of an import does; the vendor does not say. */
  blankCells: 'clear' | 'ignore';
  /** How long one import runs. */
  importSeconds: number;
  /** Milliseconds added to every answer. */
  latencyMs: number;
  /** Keeps every write of a record with it, for tests that ask what was sent. */
  keepHistory: boolean;
}

export const DEFAULT_SETTINGS: Readonly<InstanceSettings> = {
  callLimit: 50_000,
  callsPerWindow: 100,
  windowSeconds: 20,
  refusedCallsCount: false,
  concurrentCalls: 10,
  dayEnds: 'chicago',
  tokenSeconds: 3_600,
  isAllowed: true,
  crmSync: false,
  keyField: true,
  readOnlyFields: 'refused',
  unknownCompany: 'refused',
  blankCells: 'clear',
  importSeconds: 0,
  latencyMs: 0,
  keepHistory: false,
};

const RULES: Readonly<Record<keyof InstanceSettings, SettingRule>> = {
  callLimit: atLeast(0),
  callsPerWindow: atLeast(1),
  windowSeconds: atLeast(1),
  refusedCallsCount: flag,
  concurrentCalls: atLeast(1),
  dayEnds: oneOf('chicago', 'fixed'),
  tokenSeconds: atLeast(0),
  isAllowed: flag,
  crmSync: flag,
  keyField: flag,
  readOnlyFields: oneOf('refused', 'ignored'),
  unknownCompany: oneOf('refused', 'unlinked'),
  blankCells: oneOf('clear', 'ignore'),
  importSeconds: atLeast(0),
  latencyMs: atLeast(0),
  keepHistory: flag,
};

/** Settings with a change applied. Throws {@link ControlRefused} listing everything that is wrong with it. */
export function withSettings(
  settings: Readonly<InstanceSettings>,
  change: Readonly<Record<string, unknown>>,
): InstanceSettings {
  return changedSettings<InstanceSettings>(RULES, settings, change);
}
