import type { SystemError, WhoActs } from '../system.js';

/** One error as Demandbase words it; the import has no codes, so that they are made of its statuses. */
export interface VendorError {
  /** e.g. `import-403`, `429-101`, `TIMEOUT`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
}

/** What an error means for what was to be done, and who can do something about it. */
export interface ErrorRule {
  /**
   * `rejected`: it will not pass as it is. `busy`: later, for this list alone. `pause`: nothing more for a while.
   * `unknown`: it may have been done. `sign-in`: credentials are not good.
   */
  readonly verdict: 'rejected' | 'busy' | 'pause' | 'unknown' | 'sign-in';
  readonly whoActs: WhoActs;
  readonly advice: string;
  /** Seconds before it is tried again; null leaves it to the usual back-off. */
  readonly after: number | null;
  /** What a reading call that fails with it is. */
  readonly kind: SystemError['kind'];
}

const waits = 'Nothing to do: it is tried again by itself.';
/** Seconds between two looks at what an admin has to put right. */
const adminPause = 300;

const rejected = (whoActs: WhoActs, advice: string): ErrorRule => ({
  verdict: 'rejected',
  whoActs,
  advice,
  after: null,
  kind: 'misconfigured',
});
const pause = (whoActs: WhoActs, after: number | null, advice: string): ErrorRule => ({
  verdict: 'pause',
  whoActs,
  advice,
  after,
  kind: whoActs === 'vendor' ? 'unavailable' : 'misconfigured',
});
const overLimit = (advice: string): ErrorRule => ({
  verdict: 'pause',
  whoActs: 'vendor',
  advice,
  after: null,
  kind: 'quota',
});
const busy = (after: number, advice: string): ErrorRule => ({
  verdict: 'busy',
  whoActs: 'vendor',
  advice,
  after,
  kind: 'unavailable',
});
const lost: ErrorRule = {
  verdict: 'unknown',
  whoActs: 'vendor',
  advice: 'Nothing to do: the job is asked what it has, and what it lacks is handed over again.',
  after: null,
  kind: 'unavailable',
};
const signIn = (advice: string): ErrorRule => ({
  verdict: 'sign-in',
  whoActs: 'admin',
  advice,
  after: null,
  kind: 'sign-in',
});

/** Answers of the Import API (its OpenAPI document) and of nobody at all. */
export const importRules = {
  'import-400': rejected(
    'admin',
    'Demandbase refused the job or its file as a whole. Do what its message says, mostly in the mapping of the sync, then retry.',
  ),
  'import-401': signIn(
    'Give the destination a token that is in force, or an API key set, which renews its own.',
  ),
  'import-403': pause(
    'admin',
    adminPause,
    'Give the API key set, or the user of the token, the permission "Import Data".',
  ),
  'import-404': busy(60, 'The job is not there any more. Another one is made by itself.'),
  'import-409': busy(
    60,
    'The list is still being loaded with what was sent before. It is tried again by itself.',
  ),
  'import-413': rejected('us', 'A file takes 5 GB. Please report this.'),
  'import-415': rejected('us', 'The file was sent in a form Demandbase does not take. Please report this.'),
  'import-429': overLimit(
    'Demandbase takes no more calls now: 1,200 jobs, 1,200 files and 3,600 questions a day (UTC). Sending goes on by itself; sync less often or to fewer lists if it stays.',
  ),
  'import-500': lost,
  'import-502': lost,
  'import-503': pause('vendor', null, waits),
  'import-504': lost,

  BLOCKED: pause(
    'admin',
    adminPause,
    'The address may not be called. Private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.',
  ),
  UNREACHABLE: pause('vendor', null, waits),
  LOST: lost,
  TIMEOUT: lost,
  TOO_LARGE: lost,
  UNREADABLE_ANSWER: lost,
} satisfies Readonly<Record<string, ErrorRule>>;

const ourCall = rejected(
  'us',
  'The export was asked for in a way Demandbase does not know. Please report this.',
);
const ourList = busy(600, 'Demandbase does not know the list any more. It is looked for anew by itself.');
const noExport = pause(
  'admin',
  adminPause,
  'Give the API key set the Export permission for accounts and people, and have Demandbase enable an Export collection. Until then it cannot be proved what landed.',
);

/**
 * Codes of the Data Export API ("Handling errors"): the first three digits are the HTTP status. 400-101, 400-105 to
 * 400-110 and 400-128 are not given out.
 */
export const exportRules = {
  ...Object.fromEntries(
    [...span(102, 104), ...span(111, 127), ...span(129, 141), ...span(144, 154)].map((number) => [
      `400-${number}`,
      ourCall,
    ]),
  ),
  '400-117': busy(60, 'The export is not ready. It is asked for again by itself.'),
  '400-142': ourList,
  '400-143': ourList,
  '400-155': noExport,
  '401-100': signIn(
    'Give the destination a token that is in force, or an API key set, which renews its own.',
  ),
  ...Object.fromEntries(span(100, 105).map((number) => [`403-${number}`, noExport])),
  '404-301': ourCall,
  '404-302': busy(60, 'The export is not there any more. Another one is ordered by itself.'),
  '404-303': busy(60, 'A part of the export is not there any more. Another one is ordered by itself.'),
  '429-100': busy(60, `Demandbase answers too many questions at once. ${waits}`),
  '429-101': busy(
    3_600,
    'The exports of 24 hours are used up. What landed is proved when there are some again.',
  ),
  '429-102': busy(60, `Another export runs, and Demandbase makes one at a time. ${waits}`),
  '500-100': busy(300, `${waits} If it stays, give the diagnostic code to Demandbase support.`),
} satisfies Readonly<Record<string, ErrorRule>>;

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const rules: ReadonlyMap<string, ErrorRule> = new Map(Object.entries({ ...importRules, ...exportRules }));

const unknownRefusal = rejected(
  'sales-ops',
  'Demandbase refused this with an error that is not known here. Do what its message says, then retry.',
);

/** The rule for an error; one without a code that is known is judged by its status. */
export function ruleFor({ code, status }: VendorError): ErrorRule {
  const rule = rules.get(code);
  if (rule) return rule;
  if (status === null || status === 408) return lost;
  const isExport = code.startsWith('export');
  if (status >= 500) return isExport ? exportRules['500-100'] : importRules['import-500'];
  const alike = isExport ? exportAlikes[status] : `import-${status}`;
  return rules.get(alike ?? '') ?? unknownRefusal;
}

/** What the export means by a status for which it gave no code. */
const exportAlikes: Readonly<Record<number, string>> = {
  403: '403-100',
  404: '404-302',
  429: '429-100',
};
