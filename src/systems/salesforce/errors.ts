import { held, pauseOrganisation, rejected, retryRecord, type ErrorRule } from '../error-rule.js';

/** One error as Salesforce words it; rows say `statusCode` where whole answers say `errorCode`. */
export interface VendorError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** HTTP status of the answer as a whole; null for the error of one row. */
  readonly status: number | null;
}

/** Seconds between two looks at an organisation that an admin has to put right. */
const adminPause = 300;
/** The daily allowance slides over 24 hours and Salesforce names no reset: look again now and then. */
const dailyPause = 900;
const concurrencyPause = 5;

const badValue = (advice: string): ErrorRule => rejected('sales-ops', advice);
const automation = (what: string): ErrorRule =>
  rejected(
    'admin',
    `${what} in the Salesforce org stopped this record. Change it, or the value it objects to, then retry.`,
  );

/** Shared by answers that never came and those of a gateway that gave up waiting. */
const answerLost: ErrorRule = {
  verdict: 'unknown',
  whoActs: 'vendor',
  advice: 'Nothing to do: it is looked up and, if need be, sent again by itself.',
};

const waits = 'Nothing to do: it is tried again by itself.';
const access = (what: string): ErrorRule =>
  rejected(
    'admin',
    `Give the integration user ${what} (permission set, field-level security or sharing), then retry.`,
  );

/**
 * Codes of the REST API guide ("Status Codes and Error Responses") and of the SOAP API's StatusCode list,
 * which Collections use for rows.
 */
export const errorRules = {
  // Signing in
  INVALID_SESSION_ID: pauseOrganisation(
    'admin',
    adminPause,
    'Check that the integration user is active and the connected app still allows it.',
  ),
  INVALID_AUTH_HEADER: pauseOrganisation('us', adminPause, 'Check the credentials of the destination.'),

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

  // Over there, for the moment
  UNABLE_TO_LOCK_ROW: retryRecord(waits),
  RECORD_IN_USE_BY_WORKFLOW: retryRecord(waits),
  ALL_OR_NONE_OPERATION_ROLLED_BACK: retryRecord(waits),
  PROCESSING_HALTED: retryRecord(waits),
  BATCH_PROCESSING_HALTED: retryRecord(waits),
  UNKNOWN_EXCEPTION: retryRecord(`${waits} If it stays, give the error id to Salesforce support.`),
  INTERNAL_ERROR: retryRecord(`${waits} If it stays, ask Salesforce support.`),
  REQUEST_RUNNING_TOO_LONG: retryRecord(
    'It is tried again by itself. Slow automation on this object is the usual cause.',
    'admin',
  ),
  QUERY_TIMEOUT: retryRecord(waits),
  SERVER_UNAVAILABLE: pauseOrganisation('vendor', null, waits),
  SERVICE_UNAVAILABLE: pauseOrganisation('vendor', null, waits),
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: pauseOrganisation(
    'vendor',
    60,
    'Salesforce is in maintenance; writing goes on when it ends.',
  ),

  // Bulk jobs
  JOB_FAILED: retryRecord(`${waits} The message says why the job ended.`),
  JOB_GONE: answerLost,
  NOT_IN_RESULTS: answerLost,
  TWICE_IN_A_JOB: retryRecord(waits),

  // The organisation as a whole
  REQUEST_LIMIT_EXCEEDED: pauseOrganisation(
    'admin',
    dailyPause,
    'The API calls of the last 24 hours are used up. Sending goes on as they free up; buy more calls or give other integrations less.',
  ),
  STORAGE_LIMIT_EXCEEDED: pauseOrganisation(
    'admin',
    adminPause,
    'The Salesforce org has no data storage left. Delete or archive records, or buy storage; sending then goes on by itself.',
  ),
  API_DISABLED_FOR_ORG: pauseOrganisation(
    'admin',
    adminPause,
    'Enable API access: an edition with API, and "API Enabled" on the profile of the integration user.',
  ),
  API_CURRENTLY_DISABLED: pauseOrganisation('vendor', adminPause, waits),
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: pauseOrganisation(
    'admin',
    adminPause,
    'The password of the integration user has expired. Set "Password Never Expires" or reset it.',
  ),
  NOT_FOUND: pauseOrganisation(
    'admin',
    adminPause,
    'Check `apiVersion` and `externalIdField` of the destination, and that the integration user sees the object.',
  ),
  UNSUPPORTED_API_VERSION: pauseOrganisation(
    'admin',
    adminPause,
    'Set `apiVersion` of the destination to one the org offers.',
  ),
  METHOD_NOT_ALLOWED: pauseOrganisation(
    'admin',
    adminPause,
    'Set `apiVersion` of the destination to 52.0 or later.',
  ),

  // Same person or key twice
  DUPLICATES_DETECTED: rejected(
    'sales-ops',
    'A duplicate rule found a likely match. Merge the records in Salesforce or write to the one that is there; `allowDuplicates` lets alert rules pass, a blocking rule can only be changed in Salesforce.',
  ),
  DUPLICATE_VALUE: rejected(
    'sales-ops',
    'Another record already has this value in a field that must be unique. Clear or merge one of the two, then retry.',
  ),
  DUPLICATE_EXTERNAL_ID: rejected(
    'admin',
    'Several records carry the same external id. Mark the field as Unique and clear the value on all but one, then retry.',
  ),
  MULTIPLE_CHOICES: rejected(
    'admin',
    'Several records carry the same external id. Mark the field as Unique and clear the value on all but one, then retry.',
  ),

  // Values
  REQUIRED_FIELD_MISSING: badValue('Map the field, or give it a default in Salesforce, then retry.'),
  STRING_TOO_LONG: badValue('Shorten the value, or let the mapping truncate it, then retry.'),
  INVALID_EMAIL_ADDRESS: badValue(
    'Correct the e-mail address at its source, or leave it out of the mapping, then retry.',
  ),
  NUMBER_OUTSIDE_VALID_RANGE: badValue('Correct the number, then retry.'),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: badValue(
    'Add the value to the picklist, or map it to one that is allowed, then retry.',
  ),
  INVALID_TYPE_ON_FIELD_IN_RECORD: badValue('Map a value of the right type to the field, then retry.'),
  JSON_PARSER_ERROR: badValue('Map a value of the right type and format to the field, then retry.'),
  FIELD_INTEGRITY_EXCEPTION: badValue(
    'Correct the value so that it fits the other fields of the record, then retry.',
  ),
  INVALID_CROSS_REFERENCE_KEY: badValue(
    'The record that is referred to does not exist or is of another kind. Correct the reference, then retry.',
  ),
  INVALID_ID_FIELD: badValue('The Salesforce id is of another kind of record. Correct it, then retry.'),
  MALFORMED_ID: badValue('Correct the Salesforce id, then retry.'),

  // Schema
  INVALID_FIELD: rejected(
    'admin',
    'The field does not exist, or field-level security hides it from the integration user. Make it visible or take it out of the mapping, then retry.',
  ),
  INVALID_FIELD_FOR_INSERT_UPDATE: rejected(
    'admin',
    'The field cannot be written. Take it out of the mapping or grant edit access to it, then retry.',
  ),
  INVALID_TYPE: pauseOrganisation(
    'admin',
    adminPause,
    'The integration user does not see this object. Grant access to it; sending then goes on by itself.',
  ),

  // Automation of the customer
  FIELD_CUSTOM_VALIDATION_EXCEPTION: automation('A validation rule'),
  FIELD_FILTER_VALIDATION_EXCEPTION: automation('A lookup filter'),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: automation('An Apex trigger'),
  CANNOT_EXECUTE_FLOW_TRIGGER: automation('A flow'),
  APEX_FAILED: automation('Apex code'),

  // States in which the record is not ours to write
  CANNOT_UPDATE_CONVERTED_LEAD: held(
    'converted',
    'The lead was converted; its contact and account carry on.',
  ),
  ENTITY_IS_DELETED: held(
    'deleted-remotely',
    'The record was deleted in Salesforce and is not made again unasked. Restore it there, or ask for a new one.',
  ),
  ENTITY_IS_LOCKED: rejected(
    'sales-ops',
    'The record is locked, usually by an approval. Finish or recall the approval, then retry.',
  ),

  // Rights and limits an admin must change
  INSUFFICIENT_ACCESS: access('access to the record'),
  INSUFFICIENT_ACCESS_OR_READONLY: access('edit access to the record'),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: access('access to the record that is referred to'),
  INACTIVE_OWNER_OR_USER: rejected(
    'admin',
    'The owner is an inactive user. Set `ownerId` of the destination to an active user or a queue, then retry.',
  ),
  LIMIT_EXCEEDED: rejected(
    'admin',
    'A limit of the org was reached. The message says which; raise it or lower the load, then retry.',
  ),
  EXCEEDED_ID_LIMIT: rejected('us', 'Too many records in one call. Please report this.'),
} satisfies Readonly<Record<string, ErrorRule>>;

/** Rules for errors that no code alone tells apart. */
export const specialRules = {
  concurrentCalls: pauseOrganisation(
    'admin',
    concurrencyPause,
    'Too many long-running calls at once in this org. Sending goes on by itself; slow automation is the usual cause.',
  ),
  tooManyQueries: retryRecord(
    'It is tried again by itself. Automation in the org uses too many queries for so many records.',
    'admin',
  ),
  orgIsGone: pauseOrganisation(
    'admin',
    adminPause,
    'This org does not exist any more (an expired scratch org or sandbox).',
  ),
  callRefused: pauseOrganisation(
    'admin',
    adminPause,
    'Check the settings of the destination and what the integration user may do.',
  ),
  unknownCode: rejected(
    'sales-ops',
    'Salesforce refused the record with an error that is not known here. Do what its message says, then retry.',
  ),
};
