import type { WhoActs } from '../system.js';

/** One error as Marketo words it; decisions are by code alone, its messages change. */
export interface VendorError {
  readonly code: string;
  readonly message: string;
}

/**
 * `auth`: a new token, then once more. `backoff`: not carried out, again soon. `park`: not carried out, again when
 * a window, queue or day has passed. `ambiguous`: may have been carried out, looked up first. `fatal`: settings or
 * rights. `record`: this record alone. `ok`: as good as done.
 */
export type ErrorClass = 'auth' | 'backoff' | 'park' | 'ambiguous' | 'fatal' | 'record' | 'ok';

/** What an error code means for the record, and who can do something about it. */
export type ErrorRule = {
  readonly class: ErrorClass;
  readonly advice: string;
  readonly whoActs: WhoActs;
} & (
  | { readonly verdict: 'rejected' }
  | { readonly verdict: 'held'; readonly holdCode: string }
  | { readonly verdict: 'retry'; readonly scope: 'record' | 'organisation'; readonly after: number | null }
  | { readonly verdict: 'unknown' }
  | { readonly verdict: 'done' }
);

/** Seconds between two looks at an instance that an admin has to put right. */
const adminPause = 300;
/** Marketo counts calls over the past 20 s. */
const windowSeconds = 20;

const waits = 'Nothing to do: it is tried again by itself.';

const rejected = (whoActs: WhoActs, advice: string): ErrorRule => ({
  class: 'record',
  verdict: 'rejected',
  whoActs,
  advice,
});
const misconfigured = (advice: string): ErrorRule => ({ ...rejected('admin', advice), class: 'fatal' });
const stopped = (whoActs: WhoActs, advice: string): ErrorRule => ({
  class: 'fatal',
  verdict: 'retry',
  scope: 'organisation',
  after: adminPause,
  whoActs,
  advice,
});
const paused = (after: number | null, advice = waits): ErrorRule => ({
  class: 'backoff',
  verdict: 'retry',
  scope: 'organisation',
  after,
  whoActs: 'vendor',
  advice,
});
const again = (after: number | null, advice = waits): ErrorRule => ({
  class: 'backoff',
  verdict: 'retry',
  scope: 'record',
  after,
  whoActs: 'vendor',
  advice,
});
const parked = (after: number, advice = waits): ErrorRule => ({ ...again(after, advice), class: 'park' });
const renewed: ErrorRule = {
  ...stopped('admin', 'Marketo refuses tokens it has just issued: check the API-only user.'),
  class: 'auth',
};
const answerLost: ErrorRule = {
  class: 'ambiguous',
  verdict: 'unknown',
  whoActs: 'vendor',
  advice: 'Nothing to do: it is looked up after 90 s and, if need be, sent again by itself.',
};
const ourBug = stopped('us', 'Please report this: Marketo does not understand what was sent.');
/** Somebody made the lead between the look-up and the write. */
const found = again(1, 'Nothing to do: the lead is there; it is looked up again and updated by its id.');
const gone: ErrorRule = {
  class: 'record',
  verdict: 'held',
  holdCode: 'deleted-remotely',
  whoActs: 'sales-ops',
  advice:
    'The record was deleted or merged in Marketo and is not made again unasked. Restore it there, or ask for a new one.',
};
const done = (advice: string): ErrorRule => ({ class: 'ok', verdict: 'done', whoActs: 'vendor', advice });

/** Codes of "Error Codes" of the Marketo developer guide, and of what happens before Marketo answers. */
export const errorRules = {
  // No usable answer
  BLOCKED: stopped(
    'admin',
    'The address may not be called. Private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.',
  ),
  UNREACHABLE: paused(null),
  LOST: answerLost,
  TIMEOUT: answerLost,
  TOO_LARGE: answerLost,
  UNREADABLE_ANSWER: answerLost,
  CONNECTOR_FAULT: { ...answerLost, whoActs: 'us', advice: 'Please report this.' },
  HTTP_413: rejected('us', 'The record alone is larger than the 1 MB Marketo takes. Map less of it.'),
  HTTP_414: ourBug,
  HTTP_4XX: stopped('admin', 'Check `baseUrl`: this may not be the REST endpoint of a Marketo instance.'),
  HTTP_5XX: answerLost,
  500: answerLost,
  502: answerLost,
  604: answerLost,

  // Tokens
  600: renewed,
  601: renewed,
  602: renewed,

  // The instance as a whole
  603: stopped(
    'admin',
    'Give the role of the API-only user Read-Write Lead, Company and Assets in its workspace, and add this server to the IP allow-list.',
  ),
  605: ourBug,
  606: paused(
    windowSeconds,
    'Marketo takes 100 calls in 20 s from all integrations together. Sending goes on by itself.',
  ),
  607: {
    class: 'park',
    verdict: 'retry',
    scope: 'organisation',
    after: null,
    whoActs: 'admin',
    advice:
      "The day's API calls of the subscription are used up. Sending goes on after midnight in Chicago; buy more calls or give other integrations less.",
  },
  608: paused(null),
  609: ourBug,
  610: stopped('admin', 'Check `baseUrl`: this may not be the REST endpoint of a Marketo instance.'),
  611: again(null, `${waits} If it stays, give the request id to Marketo support.`),
  612: ourBug,
  613: ourBug,
  614: paused(
    60,
    `${waits} If it stays, the subscription has moved or ended: check \`baseUrl\` with Marketo support.`,
  ),
  615: paused(3, 'Marketo takes 10 calls at once from all integrations together. Sending goes on by itself.'),
  616: stopped('admin', 'The subscription does not include this API. Ask Marketo to enable it.'),
  701: rejected('us', 'A parameter is blank. Please report this.'),
  702: gone,
  703: stopped('admin', 'The subscription does not include this feature. Ask Marketo to enable it.'),
  704: rejected('us', 'A parameter is not valid. Please report this.'),
  709: misconfigured(
    'A rule of Marketo for this asset forbids it; the message says which. Change the asset.',
  ),
  710: misconfigured('Set `listFolderId` to a folder that exists.'),
  711: misconfigured('Set `listFolderId` to the id of a folder, not of a program or another asset.'),
  713: again(null),
  718: rejected('sales-ops', 'Map the external id of the sales person, then retry.'),
  719: again(null),

  // Records
  1001: rejected('sales-ops', 'Map a value of the right type to the field, then retry.'),
  1002: rejected('sales-ops', 'Map the field that is required, then retry.'),
  1003: rejected('sales-ops', 'Correct the value at its source or in the mapping, then retry.'),
  1004: gone,
  1005: found,
  1006: misconfigured(
    'The field does not exist in Marketo. Create it or take it out of the mapping, then retry.',
  ),
  1007: found,
  1008: misconfigured('Give the API-only user access to the partition of the lead, then retry.'),
  1009: misconfigured('Give the workspace of the API-only user a default partition, then retry.'),
  1010: misconfigured('The lead is in another partition. Give the API-only user access to it, then retry.'),
  1011: stopped('admin', 'Set `lookupField` and `keyField` to fields that Marketo can search by.'),
  1013: misconfigured('The list or object does not exist any more. Name another one in the sync.'),
  1014: misconfigured('Marketo could not make the list. Make it by hand and name it in the sync.'),
  1015: done('The lead was not on the list: nothing was left to remove.'),
  1016: parked(45, 'Marketo takes ten imports at once. It is handed over again by itself.'),
  1017: misconfigured('A list of this name exists already. Name it by its id in the sync.'),
  1018: misconfigured(
    'Companies are kept by the native CRM sync of this instance and the API may not write them. Stop this sync.',
  ),
  1019: parked(60, 'An import to this list is running. It is handed over again by itself.'),
  1021: misconfigured(
    'Company fields cannot be written on a lead that belongs to a company. Take them out of the mapping of leads and sync companies.',
  ),
  1022: misconfigured('The record is in use in Marketo. Free it there, then retry.'),
  1025: misconfigured('The program has no such status. Correct it, then retry.'),
  1029: parked(60, 'Marketo takes ten exports at once. It is asked again by itself.'),
  1035: rejected('us', 'The filter is not supported. Please report this.'),
  1036: again(1),
  1037: done('The lead has reached this status already.'),
  1077: rejected('us', 'The merge is not possible. Please report this.'),
  1080: rejected('us', 'Too many leads to merge at once. Please report this.'),
} satisfies Readonly<Record<string, ErrorRule>>;

/** Rules for what no code of the table says. */
export const specialRules = {
  /** A row of a company whose id leads nowhere; for a whole call the same code blames the list. */
  rowNotFound: gone,
  unknownCode: rejected(
    'sales-ops',
    'Marketo refused the record with an error that is not known here. Do what its message says, then retry.',
  ),
  callRefused: stopped('admin', 'Check the settings of the destination and what the API-only user may do.'),
} satisfies Readonly<Record<string, ErrorRule>>;
