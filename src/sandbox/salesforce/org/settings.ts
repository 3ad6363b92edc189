import {
  atLeast,
  changedSettings,
  flag,
  oneOf,
  orNull,
  textList,
  type SettingRule,
} from '../../frame/index.js';

/** How the org behaves; everything can be changed while it runs. */
export interface OrgSettings {
  /** API calls in 24 hours; a Developer Edition has 15,000, an Enterprise org 100,000 and more. */
  callLimit: number;
  /** The duplicate rules of Leads, Contacts and Accounts: `alert` can be passed with `allowSave`, `block` cannot. */
  duplicateRule: 'off' | 'alert' | 'block';
  /** A token is good for so many calls; null leaves only the time-out. */
  tokenLifetimeCalls: number | null;
  /** A session ends after so many seconds without a call; the default of an org is two hours. */
  sessionSeconds: number;
  /** Whether Lead and Contact have `Tributary_Lead_Source__c`, `…_Action__c`, `…_Offer__c`, `…_Campaign__c`. */
  customFields: boolean;
  /** Takes `Tributary_Id__c` away, as in an org nobody has prepared. */
  removeExternalIdField: boolean;
  /** Whether `Tributary_Id__c` was declared unique. */
  externalIdUnique: boolean;
  /** Field-level security hides the opt-out fields from an integration user unless somebody grants them. */
  optOutFieldsVisible: boolean;
  /** Picklists that refuse values which are not on their list, e.g. `LeadSource`, `Country`. */
  restrictedPicklists: string[];
  /** Values of a picklist, by field name, instead of the stock ones. */
  picklistValues: Record<string, string[]>;
  /** An active lead assignment rule: gives every Lead written to the rule's queue, unless told not to. */
  assignmentRule: boolean;
  /** A workflow that sets these fields of every record that is written through the API, whatever was sent. */
  workflow: Record<string, string | null>;
  /** Whether a field that does not exist fails its row or the whole Collections call; the vendor says neither. */
  invalidFieldScope: 'row' | 'call';
  /** Both spellings have been seen in answers of real orgs. */
  duplicateResultSpelling: 'duplicateResult' | 'duplicateResut';
  /** Milliseconds added to every answer. */
  latencyMs: number;
  /** Calls that run this long count as concurrent. */
  longCallSeconds: number;
  /** So many long calls at once are allowed. */
  longCallLimit: number;
  /** So many looks at a bulk job find it still at work. */
  jobPolls: number;
  /** A bulk job fails once it has done so many rows; null lets it end. */
  jobFailsAfterRows: number | null;
  /** Keeps every write of a record with it, for tests that ask what was sent. */
  keepHistory: boolean;
}

export const DEFAULT_SETTINGS: Readonly<OrgSettings> = {
  callLimit: 100_000,
  duplicateRule: 'off',
  tokenLifetimeCalls: null,
  sessionSeconds: 7_200,
  customFields: false,
  removeExternalIdField: false,
  externalIdUnique: true,
  optOutFieldsVisible: false,
  restrictedPicklists: [],
  picklistValues: {},
  assignmentRule: false,
  workflow: {},
  invalidFieldScope: 'row',
  duplicateResultSpelling: 'duplicateResult',
  latencyMs: 0,
  longCallSeconds: 20,
  longCallLimit: 25,
  jobPolls: 1,
  jobFailsAfterRows: null,
  keepHistory: false,
};

const RULES: Readonly<Record<keyof OrgSettings, SettingRule>> = {
  callLimit: atLeast(0),
  duplicateRule: oneOf('off', 'alert', 'block'),
  tokenLifetimeCalls: orNull(atLeast(1)),
  sessionSeconds: atLeast(1),
  customFields: flag,
  removeExternalIdField: flag,
  externalIdUnique: flag,
  optOutFieldsVisible: flag,
  restrictedPicklists: textList,
  picklistValues: {
    expected: 'an object of field names with lists of values',
    holds: (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((list) => textList.holds(list)),
  },
  assignmentRule: flag,
  workflow: {
    expected: 'an object of field names with a text or null each',
    holds: (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((set) => set === null || typeof set === 'string'),
  },
  invalidFieldScope: oneOf('row', 'call'),
  duplicateResultSpelling: oneOf('duplicateResult', 'duplicateResut'),
  latencyMs: atLeast(0),
  longCallSeconds: atLeast(0),
  longCallLimit: atLeast(1),
  jobPolls: atLeast(0),
  jobFailsAfterRows: orNull(atLeast(0)),
  keepHistory: flag,
};

/** Settings with a change applied. Throws {@link ControlRefused} listing everything that is wrong with it. */
export function withSettings(
  settings: Readonly<OrgSettings>,
  change: Readonly<Record<string, unknown>>,
): OrgSettings {
  return changedSettings<OrgSettings>(RULES, settings, change);
}
