import * as fc from 'fast-check';
import type { SystemSession, Verdict } from '../system.js';
import { placeOf } from '../system.js';
import type { VendorError } from './errors.js';
import { errorRules } from './errors.js';
import { asSystemError, CallFailure, normalisedCode } from './failure.js';
import { columnNamedBy, ruleFor } from './judgement.js';
import { create, SandboxSession } from './sandbox-session.fixture.js';

/** Code, HTTP status, what it means for a record that is created, and who acts. */
const documented: readonly [code: string, status: number, meaning: string, whoActs: string][] = [
  ['0x80072321', 429, 'retry organisation', 'vendor'],
  ['0x80072322', 429, 'retry organisation', 'vendor'],
  ['0x80072326', 429, 'retry organisation', 'vendor'],
  ['0x8005f103', 429, 'retry organisation', 'vendor'],
  ['0x80044150', 400, 'retry record', 'vendor'],
  ['0x80044150', 500, 'retry record', 'vendor'],
  ['0x80044151', 500, 'retry record', 'vendor'],
  ['0x8004a001', 503, 'retry record', 'vendor'],
  ['0x80073000', 500, 'retry record', 'vendor'],
  ['0x80071154', 500, 'retry record', 'vendor'],
  ['0x80040216', 500, 'retry record', 'vendor'],
  ['0x80040216', 400, 'retry record', 'vendor'],
  ['0x80060882', 412, 'retry record', 'vendor'],
  ['0x80040224', 500, 'retry record', 'admin'],
  ['0x80060883', 400, 'rejected', 'us'],
  ['0x8006088d', 400, 'rejected', 'us'],
  ['0x80060892', 412, 'rejected', 'sales-ops'],
  ['0x80040237', 412, 'unknown', 'sales-ops'],
  ['0x80060891', 404, 'rejected', 'sales-ops'],
  ['0x80060890', 400, 'retry organisation', 'admin'],
  ['0x80060888', 404, 'retry organisation', 'admin'],
  ['0x8006089d', 400, 'rejected', 'admin'],
  ['0x80073002', 400, 'rejected', 'sales-ops'],
  ['0x80040333', 500, 'rejected', 'sales-ops'],
  ['0x80040333', 412, 'rejected', 'sales-ops'],
  ['0x80040217', 404, 'rejected', 'sales-ops'],
  ['0x80044331', 400, 'rejected', 'sales-ops'],
  ['0x80073001', 400, 'rejected', 'sales-ops'],
  ['0x8004432f', 400, 'rejected', 'sales-ops'],
  ['0x80044330', 400, 'rejected', 'sales-ops'],
  ['0x8004431a', 400, 'rejected', 'sales-ops'],
  ['0x80048408', 400, 'rejected', 'sales-ops'],
  ['0x80048d19', 400, 'rejected', 'admin'],
  ['0x80040203', 400, 'rejected', 'sales-ops'],
  ['0x80040200', 400, 'rejected', 'sales-ops'],
  ['0x80040220', 403, 'rejected', 'admin'],
  ['0x80048405', 403, 'rejected', 'admin'],
  ['0x80040231', 403, 'rejected', 'admin'],
  ['0x80040204', 403, 'rejected', 'admin'],
  ['0x80042f09', 403, 'retry organisation', 'admin'],
  ['0x80072560', 403, 'retry organisation', 'admin'],
  ['0x80040225', 403, 'retry organisation', 'admin'],
  ['0x8004022e', 403, 'held converted', ''],
  ['0x80040230', 400, 'held converted', ''],
  ['0x80040519', 400, 'held converted', ''],
  ['0x80040265', 400, 'rejected', 'admin'],
  ['0x8004a104', 500, 'retry organisation', 'admin'],
  ['0x8badc0de', 400, 'rejected', 'sales-ops'],
  ['0x8badc0de', 500, 'retry record', 'vendor'],
];

describe('each documented code of Dynamics', () => {
  let peer: SandboxSession;
  let singly: SystemSession;
  let inBatches: SystemSession;

  beforeAll(async () => {
    peer = await SandboxSession.start();
    singly = peer.connect();
    inBatches = peer.connect({ batchFrom: 2 });
  });
  afterEach(() => peer.control.call('POST', '/reset'));
  afterAll(() => peer.close());

  const refuseSecond = (code: string, status: number) =>
    peer.control.place({
      match: { record: { lastname: 'Person 2' } },
      times: null,
      fault: { kind: 'row-error', status, code, message: 'Some text.' },
    });

  it.each(documented)('%s with status %i means %s, by itself', async (code, status, meaning, whoActs) => {
    await refuseSecond(code, status);

    const verdicts = await singly.write(placeOf('lead'), [create(2)]);

    expect(inWords(verdicts.get('record-2'))).toEqual([meaning, whoActs]);
  });

  it.each(documented)(
    '%s with status %i means %s, in a mixed batch',
    async (code, status, meaning, whoActs) => {
      await refuseSecond(code, status);

      const verdicts = await inBatches.write(placeOf('lead'), [create(1), create(2), create(3)]);

      const inPart = status === 429 ? 'retry record' : meaning;
      expect(inWords(verdicts.get('record-2'))).toEqual([inPart, whoActs]);
      expect(inWords(verdicts.get('record-1'))).toEqual(['created', '']);
      expect(inWords(verdicts.get('record-3'))).toEqual(['created', '']);
      expect(await peer.records('lead')).toHaveLength(2);
    },
  );

  it('lists every code of the table', () => {
    const codes = Object.keys(errorRules).filter((code) => code.startsWith('0x'));

    expect(documented.map(([code]) => code)).toEqual(expect.arrayContaining(codes));
  });
});

describe('error codes of Dynamics', () => {
  it('have advice, all of them', () => {
    for (const [code, { advice }] of Object.entries(errorRules)) {
      expect([code, advice]).toEqual([code, expect.stringMatching(/\w.*\.$/)]);
    }
  });

  it.each([
    ['0x80072322', '0x80072322'],
    ['0X80072322', '0x80072322'],
    ['-2147015902', '0x80072322'],
    [-2147015903, '0x80072321'],
    ['-2147015898', '0x80072326'],
    ['2147951398', '0x80072326'],
    ['', null],
    [undefined, null],
    ['BadRequest', 'BadRequest'],
  ])('reads %p as %p', (code, normalised) => {
    expect(normalisedCode(code)).toBe(normalised);
  });

  it.each([
    ["The version of the existing record doesn't match the RowVersion property provided.", 'retry record'],
    ['A record with matching key values already exists.', 'rejected'],
  ])('tells an empty code by its text: %s', (message, meaning) => {
    expect(ruleInWords(error('NO_CODE', 412, message))).toBe(meaning);
  });

  it.each([
    [408, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
    [500, 'retry organisation'],
    [501, 'retry organisation'],
    [503, 'retry organisation'],
    [429, 'retry organisation'],
    [403, 'retry organisation'],
    [404, 'retry organisation'],
    [405, 'retry organisation'],
    [413, 'rejected'],
    [400, 'rejected'],
  ])('reads a page with status %i as %s', (status, meaning) => {
    expect(ruleInWords(error(`ERROR_HTTP_${status}`, status))).toBe(meaning);
  });

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.option(fc.integer()), (code, message, status) => {
        expect(ruleFor(error(code, status, message)).advice).not.toBe('');
      }),
    );
    expect(ruleInWords(error('constructor', 400))).toBe('rejected');
  });

  it.each([
    [
      "The length of the 'lastname' attribute of the 'lead' entity exceeded the maximum allowed length of '50'.",
      'lastname',
    ],
    ["An undeclared property 'parentaccountID' which only has property annotations", 'parentaccountID'],
    ["Could not find a property named 'new_x' on type 'Microsoft.Dynamics.CRM.lead'.", 'new_x'],
    ['Something went wrong.', null],
  ])('name the column: %s', (message, column) => {
    expect(columnNamedBy(message)).toBe(column);
  });

  it.each([
    ['0x80072322', 429, 'quota'],
    ['0x80044151', 500, 'unavailable'],
    ['ERROR_HTTP_502', 502, 'unavailable'],
    ['ERROR_HTTP_503', 503, 'unavailable'],
    ['0x80072560', 403, 'misconfigured'],
    ['0x80060888', 400, 'misconfigured'],
    ['0x80040220', 403, 'misconfigured'],
  ])('are, in a reading call, %s %i %s', (code, status, kind) => {
    expect(asSystemError(new CallFailure(error(code, status)))).toMatchObject({ kind, failure: { code } });
  });
});

function error(code: string, status: number | null, message = 'Some text.'): VendorError {
  return { code, message, status, retryAfter: null };
}

function inWords(verdict: Verdict | undefined): [meaning: string, whoActs: string] {
  if (!verdict) return ['none', ''];
  const whoActs = 'whoActs' in verdict ? verdict.whoActs : '';
  if (verdict.verdict === 'retry') return [`retry ${verdict.scope}`, whoActs];
  return [verdict.verdict === 'held' ? `held ${verdict.code}` : verdict.verdict, whoActs];
}

function ruleInWords(given: VendorError): string {
  const rule = ruleFor(given);
  if (rule.verdict === 'retry') return `retry ${rule.scope}`;
  return rule.verdict === 'held' ? `held ${rule.holdCode}` : rule.verdict;
}
