import * as fc from 'fast-check';
import type { VendorError } from './errors.js';
import { errorRules } from './errors.js';
import { asSystemError, CallFailure, vendorErrors } from './failure.js';
import { judge, ruleFor } from './judgement.js';
import { verdictOf } from './verdict.js';

const row = (code: string, message = 'Some text.', fields: string[] = []): VendorError => ({
  code,
  message,
  fields,
  status: null,
});

describe('Salesforce error codes', () => {
  it.each([
    ['INVALID_SESSION_ID', 'retry organisation', 'admin'],
    ['INVALID_AUTH_HEADER', 'retry organisation', 'us'],
    ['UNABLE_TO_LOCK_ROW', 'retry record', 'vendor'],
    ['RECORD_IN_USE_BY_WORKFLOW', 'retry record', 'vendor'],
    ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'retry record', 'vendor'],
    ['PROCESSING_HALTED', 'retry record', 'vendor'],
    ['BATCH_PROCESSING_HALTED', 'retry record', 'vendor'],
    ['UNKNOWN_EXCEPTION', 'retry record', 'vendor'],
    ['INTERNAL_ERROR', 'retry record', 'vendor'],
    ['REQUEST_RUNNING_TOO_LONG', 'retry record', 'admin'],
    ['QUERY_TIMEOUT', 'retry record', 'vendor'],
    ['SERVER_UNAVAILABLE', 'retry organisation', 'vendor'],
    ['SERVICE_UNAVAILABLE', 'retry organisation', 'vendor'],
    ['INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE', 'retry organisation', 'vendor'],
    ['REQUEST_LIMIT_EXCEEDED', 'retry organisation', 'admin'],
    ['STORAGE_LIMIT_EXCEEDED', 'retry organisation', 'admin'],
    ['API_DISABLED_FOR_ORG', 'retry organisation', 'admin'],
    ['API_CURRENTLY_DISABLED', 'retry organisation', 'vendor'],
    ['INVALID_OPERATION_WITH_EXPIRED_PASSWORD', 'retry organisation', 'admin'],
    ['UNSUPPORTED_API_VERSION', 'retry organisation', 'admin'],
    ['METHOD_NOT_ALLOWED', 'retry organisation', 'admin'],
    ['DUPLICATES_DETECTED', 'rejected', 'sales-ops'],
    ['DUPLICATE_VALUE', 'rejected', 'sales-ops'],
    ['DUPLICATE_EXTERNAL_ID', 'rejected', 'admin'],
    ['MULTIPLE_CHOICES', 'rejected', 'admin'],
    ['REQUIRED_FIELD_MISSING', 'rejected', 'sales-ops'],
    ['STRING_TOO_LONG', 'rejected', 'sales-ops'],
    ['INVALID_EMAIL_ADDRESS', 'rejected', 'sales-ops'],
    ['NUMBER_OUTSIDE_VALID_RANGE', 'rejected', 'sales-ops'],
    ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'rejected', 'sales-ops'],
    ['INVALID_TYPE_ON_FIELD_IN_RECORD', 'rejected', 'sales-ops'],
    ['JSON_PARSER_ERROR', 'rejected', 'sales-ops'],
    ['FIELD_INTEGRITY_EXCEPTION', 'rejected', 'sales-ops'],
    ['INVALID_ID_FIELD', 'rejected', 'sales-ops'],
    ['MALFORMED_ID', 'rejected', 'sales-ops'],
    ['INVALID_FIELD', 'rejected', 'admin'],
    ['INVALID_FIELD_FOR_INSERT_UPDATE', 'rejected', 'admin'],
    ['INVALID_TYPE', 'retry organisation', 'admin'],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'rejected', 'admin'],
    ['FIELD_FILTER_VALIDATION_EXCEPTION', 'rejected', 'admin'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'rejected', 'admin'],
    ['CANNOT_EXECUTE_FLOW_TRIGGER', 'rejected', 'admin'],
    ['APEX_FAILED', 'rejected', 'admin'],
    ['CANNOT_UPDATE_CONVERTED_LEAD', 'held converted', 'sales-ops'],
    ['ENTITY_IS_DELETED', 'held deleted-remotely', 'sales-ops'],
    ['NOT_FOUND', 'held deleted-remotely', 'sales-ops'],
    ['INVALID_CROSS_REFERENCE_KEY', 'held deleted-remotely', 'sales-ops'],
    ['ENTITY_IS_LOCKED', 'rejected', 'sales-ops'],
    ['INSUFFICIENT_ACCESS', 'rejected', 'admin'],
    ['INSUFFICIENT_ACCESS_OR_READONLY', 'rejected', 'admin'],
    ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'rejected', 'admin'],
    ['INSUFFICIENT_ACCESS_SOMETHING_NEW', 'rejected', 'admin'],
    ['TXN_SECURITY_WAIT', 'retry record', 'vendor'],
    ['INACTIVE_OWNER_OR_USER', 'rejected', 'admin'],
    ['LIMIT_EXCEEDED', 'rejected', 'admin'],
    ['EXCEEDED_ID_LIMIT', 'rejected', 'us'],
    ['SOMETHING_NEVER_SEEN', 'rejected', 'sales-ops'],
  ])('%s on a row means %s', (code, meaning, whoActs) => {
    const rule = ruleFor(row(code));

    expect(inWords(rule)).toBe(meaning);
    expect(rule.whoActs).toBe(whoActs);
  });

  it('has advice for every code of the table', () => {
    for (const [code, { advice }] of Object.entries(errorRules)) {
      expect([code, advice]).toEqual([code, expect.stringMatching(/\w.*\.$/)]);
    }
  });

  it.each([
    [
      'a row lock inside a trigger',
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'LeadTrigger: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record: []',
    ],
    [
      'a query limit inside a trigger',
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'LeadTrigger: System.LimitException: Too many SOQL queries: 101',
    ],
    ['a query limit in Apex', 'APEX_FAILED', 'Too many SOQL queries: 101'],
  ])('retries %s although its code says otherwise', (_what, code, message) => {
    expect(inWords(ruleFor(row(code, message)))).toBe('retry record');
  });

  it('leaves the organisation alone when a trigger runs out of storage', () => {
    const rule = ruleFor(
      row(
        'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        'insert failed: STORAGE_LIMIT_EXCEEDED, storage limit exceeded',
      ),
    );

    expect(inWords(rule)).toBe('retry organisation');
  });

  it.each([
    ['the daily limit', 'TotalRequests Limit exceeded.', null, 900],
    ['the daily limit, which the header confirms', 'TotalRequests Limit exceeded.', false, 900],
    ['a limit that the header does not confirm', 'TotalRequests Limit exceeded.', true, 5],
    [
      'the limit of concurrent calls',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
      null,
      5,
    ],
  ])('waits as long as %s needs', (_what, message, budgetLeft, after) => {
    const error = { code: 'REQUEST_LIMIT_EXCEEDED', message, fields: [], status: 403 };

    expect(ruleFor(error, budgetLeft)).toMatchObject({ verdict: 'retry', scope: 'organisation', after });
  });

  it('tells a wrong reference of a field from a record that is gone', () => {
    expect(
      inWords(ruleFor(row('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['OwnerId']))),
    ).toBe('rejected');
    expect(inWords(ruleFor(row('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Id'])))).toBe(
      'held deleted-remotely',
    );
  });

  it.each([
    [408, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
    [500, 'retry organisation'],
    [503, 'retry organisation'],
    [429, 'retry organisation'],
    [403, 'retry organisation'],
    [404, 'retry organisation'],
    [420, 'retry organisation'],
    [400, 'rejected'],
  ])('reads an answer %i without a known code as %s', (status, meaning) => {
    expect(inWords(ruleFor({ code: `ERROR_HTTP_${status}`, message: '<html>', fields: [], status }))).toBe(
      meaning,
    );
  });

  it('blames nobody’s record for a call that may not be made', () => {
    const refusedCall = { code: 'INSUFFICIENT_ACCESS', message: 'No access.', fields: [], status: 403 };

    expect(inWords(ruleFor(refusedCall))).toBe('retry organisation');
    expect(inWords(ruleFor({ ...refusedCall, status: null }))).toBe('rejected');
  });

  it('never throws, whatever the code and text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.array(fc.string()),
        fc.option(fc.integer()),
        (code, message, fields, status) => {
          expect(ruleFor({ code, message, fields, status }).advice).not.toBe('');
        },
      ),
    );
    expect(inWords(ruleFor(row('constructor')))).toBe('rejected');
  });
});

describe('several errors of one row', () => {
  it('lets the one that no retry mends decide, and keeps every message', () => {
    const judgement = judge([
      row('UNABLE_TO_LOCK_ROW', 'Locked.'),
      row('STRING_TOO_LONG', 'Too long.', ['Title']),
    ]);

    expect(verdictOf(judgement)).toMatchObject({
      verdict: 'rejected',
      code: 'STRING_TOO_LONG',
      message: 'Too long.; Locked.',
      field: 'Title',
    });
  });

  it('rejects a row that was refused without a reason', () => {
    expect(verdictOf(judge([]))).toMatchObject({ verdict: 'rejected', code: 'NO_REASON_GIVEN' });
  });
});

describe('duplicates in an answer', () => {
  it.each(['duplicateResult', 'duplicateResut'])('names rule and matches spelt %s', (spelling) => {
    const duplicates = {
      duplicateRule: 'Standard_Lead_Duplicate_Rule',
      matchResults: [{ matchRecords: [{ record: { Id: '00Q000000000001AAA' } }] }],
    };
    const body = [
      { [spelling]: duplicates, errorCode: 'DUPLICATES_DETECTED', message: 'Use one of these records?' },
    ];

    expect(vendorErrors(body, 400)[0]?.message).toBe(
      'Use one of these records? (duplicate rule Standard_Lead_Duplicate_Rule, matches 00Q000000000001AAA)',
    );
  });
});

describe('a reading call that failed', () => {
  it.each([
    ['REQUEST_LIMIT_EXCEEDED', 403, 'quota'],
    ['SERVER_UNAVAILABLE', 503, 'unavailable'],
    ['QUERY_TIMEOUT', 400, 'unavailable'],
    ['ERROR_HTTP_502', 502, 'unavailable'],
    ['INVALID_TYPE', 400, 'misconfigured'],
    ['INVALID_FIELD', 400, 'misconfigured'],
    ['API_DISABLED_FOR_ORG', 403, 'misconfigured'],
    ['NOT_FOUND', 404, 'misconfigured'],
  ])('%s is %s %s', (code, status, kind) => {
    const failed = new CallFailure([{ code, message: 'Some text.', fields: [], status }]);

    expect(asSystemError(failed)).toMatchObject({ kind, failure: { code } });
  });
});

function inWords(rule: ReturnType<typeof ruleFor>): string {
  if (rule.verdict === 'retry') return `retry ${rule.scope}`;
  return rule.verdict === 'held' ? `held ${rule.holdCode}` : rule.verdict;
}
