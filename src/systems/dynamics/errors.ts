import { held, pauseOrganisation, rejected, retryRecord, type ErrorRule } from '../error-rule.js';

/** The one error that an answer, or a part of a batch, has. */
export interface VendorError {
  /** Eight hexadecimal digits after `0x`, or a word of ours where the vendor gave none. */
  readonly code: string;
  readonly message: string;
  /** HTTP status of the answer or part; null where there was none. */
  readonly status: number | null;
  readonly retryAfter: number | null;
}

/** Seconds between two looks at an environment that an admin has to put right. */
const adminPause = 300;
/** For a throttled answer that does not say how long, which Dataverse always does. */
const throttlePause = 30;

const badValue = (advice: string): ErrorRule => rejected('sales-ops', advice);
const waits = 'Nothing to do: it is tried again by itself.';
const answerLost: ErrorRule = {
  verdict: 'unknown',
  whoActs: 'vendor',
  advice: 'Nothing to do: it is looked up and, if need be, sent again by itself.',
};
const throttled = pauseOrganisation(
  'vendor',
  throttlePause,
  'Nothing to do: sending goes on when Dataverse allows. Other programs that use the same application user share its limit.',
);
const closedLead = held(
  'converted',
  'The lead was qualified or disqualified and is read-only. Work on what it became, or reactivate it.',
);
const privilege = rejected(
  'admin',
  'Give the application user a security role with the privilege that the message names, then retry.',
);
const tooLong = badValue('Shorten the value, or let the mapping truncate it, then retry.');
const outOfRange = badValue('Correct the number so that it is within what the column takes, then retry.');
const takenElsewhere = badValue(
  'Another record already has this value in a column that must be unique. Clear or merge one of the two, then retry.',
);

/**
 * Codes of "Web service error codes" (Microsoft Learn, Dataverse developer guide). The HTTP status that goes with a
 * code differs between answers, so that the code decides: a 500 with 0x80040333 is a duplicate and not an outage.
 */
export const errorRules = {
  // No answer at all
  BLOCKED: pauseOrganisation(
    'admin',
    adminPause,
    'The address may not be called. Private addresses and plain http need ALLOW_PRIVATE_NETWORK=true.',
  ),
  UNREACHABLE: pauseOrganisation('vendor', null, waits),
  LOST: answerLost,
  TIMEOUT: answerLost,
  TOO_LARGE: answerLost,
  UNREADABLE_ANSWER: answerLost,
  CONNECTOR_FAULT: { verdict: 'unknown', whoActs: 'us', advice: 'Please report this.' },

  // Service protection: number of requests, their combined time, requests at once
  '0x80072322': throttled,
  '0x80072321': throttled,
  '0x80072326': throttled,
  '0x8005f103': throttled,

  // Over there, for the moment
  '0x80044150': retryRecord(waits),
  '0x80044151': retryRecord(waits),
  '0x8004a001': retryRecord(waits),
  '0x80073000': retryRecord(waits),
  '0x80071154': retryRecord(waits),
  '0x80040216': retryRecord(`${waits} If it stays, give the message to Microsoft support.`),
  '0x80060882': retryRecord(waits),
  '0x80040224': retryRecord(
    'It is tried again by itself. A plug-in on the table is the usual cause; if it stays, look at its trace log.',
    'admin',
  ),

  // The environment as a whole
  '0x80042f09': pauseOrganisation(
    'admin',
    adminPause,
    'Give the application user a security role in the environment; sending then goes on by itself.',
  ),
  '0x80072560': pauseOrganisation(
    'admin',
    adminPause,
    'Create an application user for the app in the environment (Power Platform admin center, Settings, Application users).',
  ),
  '0x80040225': pauseOrganisation(
    'admin',
    adminPause,
    'The application user is disabled. Enable it; sending then goes on by itself.',
  ),
  '0x8004a104': pauseOrganisation(
    'admin',
    adminPause,
    'The environment is disabled. Enable it in the Power Platform admin center; sending then goes on by itself.',
  ),
  '0x80060890': pauseOrganisation(
    'admin',
    adminPause,
    'Declare the key column as an alternate key of the table and wait until it is active, or set `alternateKey`.',
  ),
  '0x80060888': pauseOrganisation(
    'admin',
    adminPause,
    'Check `alternateKey` of the destination: the table has no such key, or it is not active yet.',
  ),

  // Same record twice
  '0x80060892': takenElsewhere,
  '0x80040237': takenElsewhere,
  '0x80073002': takenElsewhere,
  '0x8006089d': rejected(
    'admin',
    'Several records carry the same key. Clear the value on all but one, and declare the column as an alternate key.',
  ),
  '0x80040333': rejected(
    'sales-ops',
    'A duplicate detection rule found a likely match. Merge the records, or switch `duplicateDetection` off, then retry.',
  ),

  // Records that are not there
  '0x80040217': badValue(
    'The record that is referred to does not exist any more. Correct the reference, then retry.',
  ),
  '0x80060891': badValue(
    'The record that is referred to does not stand there under this key. Bring it there first, then retry.',
  ),

  // Values
  '0x80044331': tooLong,
  '0x80073001': tooLong,
  '0x8004432f': outOfRange,
  '0x80044330': outOfRange,
  '0x8004431a': badValue('Add the option to the choice, or map to one that it has, then retry.'),
  '0x80048408': badValue('Map a status reason that belongs to the status, then retry.'),
  '0x80040203': badValue('Correct the value that the message names, then retry.'),
  '0x80040200': badValue('Map a value to the column that is missing, then retry.'),
  '0x80048d19': rejected(
    'admin',
    'The column does not exist, is not visible, or takes another type of value. Correct the mapping, then retry.',
  ),
  '0x80060883': rejected('us', 'Please report this.'),
  '0x8006088d': rejected('us', 'Please report this.'),

  // States in which the record is not ours to write
  '0x8004022e': closedLead,
  '0x80040230': closedLead,
  '0x80040519': closedLead,

  // Rights
  '0x80040220': privilege,
  '0x80048405': privilege,
  '0x80040231': privilege,
  '0x80040204': privilege,

  // Automation of the customer
  '0x80040265': rejected(
    'admin',
    'A plug-in or workflow stopped this record. Change it, or the value it objects to, then retry.',
  ),
} satisfies Readonly<Record<string, ErrorRule>>;

/** Rules for errors that no code alone tells apart. */
export const specialRules = {
  deletedRemotely: held(
    'deleted-remotely',
    'The record was deleted in Dynamics and is not made again unasked. Ask for a new one, or leave it.',
  ),
  inactive: rejected('sales-ops', 'The record is inactive or read-only. Reactivate it, then retry.'),
  versionChanged: retryRecord(waits),
  serverFault: retryRecord(`${waits} If it stays, give the message to Microsoft support.`),
  unavailable: pauseOrganisation('vendor', null, waits),
  tooLarge: rejected('us', 'The request was too large. Please report this.'),
  callRefused: pauseOrganisation(
    'admin',
    adminPause,
    'Check `organizationUrl` of the destination and what the application user may do.',
  ),
  unknownCode: rejected(
    'sales-ops',
    'Dynamics refused the record with an error that is not known here. Do what its message says, then retry.',
  ),
};
