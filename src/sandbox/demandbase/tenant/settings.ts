import { atLeast, changedSettings, flag, oneOf, type SettingRule } from '../../frame/index.js';

/** How the organisation behaves where the vendor's documents say one thing, several, or nothing. */
export interface TenantSettings {
  /**
   * `A`: a job stays the handle of its list and takes one file after another; no second job of that name is made.
   * `B`: the list belongs to the name, whichever job fills it. `single-shot`: as B, and a job takes one file alone.
   */
  jobReuse: 'A' | 'B' | 'single-shot';
  /** How a job is refused whose name is that of a list it may not fill. */
  nameConflict: '400' | '409';
  /** Whether people need first and last name and an external id besides their address. */
  personStrict: boolean;
  /** Of a hundred rows so many are passed over without a word, always the same ones. */
  silentDrop: number;
  /** Seconds of the sandbox's clock that a file is processed. */
  processingSeconds: number;
  /** Seconds of the sandbox's clock until an export is finished. */
  exportSeconds: number;
  /** Whether the columns of an export are named by field or by label. */
  exportHeader: 'name' | 'label';
  /** Whether the user of the pasted token is active. */
  userActive: boolean;
  /** The permission "Import Data". */
  mayImport: boolean;
  /** An Export collection. */
  mayExport: boolean;
  /** Seconds that the token of a key set is good for. */
  tokenSeconds: number;
  /** Calls a day, UTC. */
  jobsPerDay: number;
  filesPerDay: number;
  jobReadsPerDay: number;
  jobListsPerDay: number;
  sourcesPerDay: number;
  exportsPerDay: number;
  exportReadsPerDay: number;
  exportListsPerDay: number;
  exportFieldsPerDay: number;
  /** Milliseconds added to every answer. */
  latencyMs: number;
}

export const DEFAULT_SETTINGS: Readonly<TenantSettings> = {
  jobReuse: 'A',
  nameConflict: '400',
  personStrict: false,
  silentDrop: 0,
  processingSeconds: 0,
  exportSeconds: 0,
  exportHeader: 'name',
  userActive: true,
  mayImport: true,
  mayExport: true,
  tokenSeconds: 28_800,
  jobsPerDay: 1_200,
  filesPerDay: 1_200,
  jobReadsPerDay: 3_600,
  jobListsPerDay: 3_600,
  sourcesPerDay: 3_600,
  exportsPerDay: 60,
  exportReadsPerDay: 300,
  exportListsPerDay: 1_200,
  exportFieldsPerDay: 60,
  latencyMs: 0,
};

const percent: SettingRule = {
  expected: 'a whole number from 0 to 100',
  holds: (value) => atLeast(0).holds(value) && Number(value) <= 100,
};

const RULES: Readonly<Record<keyof TenantSettings, SettingRule>> = {
  jobReuse: oneOf('A', 'B', 'single-shot'),
  nameConflict: oneOf('400', '409'),
  personStrict: flag,
  silentDrop: percent,
  processingSeconds: atLeast(0),
  exportSeconds: atLeast(0),
  exportHeader: oneOf('name', 'label'),
  userActive: flag,
  mayImport: flag,
  mayExport: flag,
  tokenSeconds: atLeast(1),
  jobsPerDay: atLeast(0),
  filesPerDay: atLeast(0),
  jobReadsPerDay: atLeast(0),
  jobListsPerDay: atLeast(0),
  sourcesPerDay: atLeast(0),
  exportsPerDay: atLeast(0),
  exportReadsPerDay: atLeast(0),
  exportListsPerDay: atLeast(0),
  exportFieldsPerDay: atLeast(0),
  latencyMs: atLeast(0),
};

/** Settings with a change applied. Throws `ControlRefused` listing everything that is wrong with it. */
export function withSettings(
  settings: Readonly<TenantSettings>,
  change: Readonly<Record<string, unknown>>,
): TenantSettings {
  return changedSettings(RULES, settings, change);
}
