import type { OutboundHttp } from '../../platform/http/index.js';
import { OutboundError } from '../../platform/http/index.js';
import { freeBudget, type SystemSession } from '../system.js';
import { demandbase } from './definition.js';
import { exportRules, importRules, ruleFor } from './errors.js';
import { creates } from './sandbox-peer.fixture.js';

const place = { object: 'account-list', target: { id: '7', name: 'Spring' } };
const newJob = { id: 7, dataImportName: 'Spring', entityType: 'Account', state: 'new' };

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An organisation that gives one answer to files and to new jobs, and a sound one to every other call. */
function answering(answer: Answer | OutboundError): SystemSession {
  const http: OutboundHttp = {
    request: async ({ method, url }) => {
      const isQuestion = method === 'GET';
      if (!isQuestion && answer instanceof OutboundError) throw answer;
      const { status, body } =
        isQuestion || answer instanceof OutboundError
          ? { status: 200, body: url.includes('/jobs') ? { totalCount: 0, data: [] } : newJob }
          : answer;
      return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
    },
  };
  const settings = { config: { baseUrl: 'https://demandbase.example' }, credentials: { token: 'token' } };
  return demandbase.connect(settings, {
    http,
    now: () => new Date('2026-03-01T12:00:00Z'),
    budget: freeBudget,
  });
}

const message = (text: string) => ({ message: text });
const status = (text: string) => ({ status: text });

describe('What the import answers to a file', () => {
  it.each([
    [400, message('Bad header'), 'rejected', 'import-400', 'admin'],
    [401, status('Access token is missing'), 'retry organisation', 'token-refused', 'admin'],
    [403, status('No permission'), 'retry organisation', 'import-403', 'admin'],
    [404, message('Job not found'), 'retry record', 'import-404', 'vendor'],
    [409, message('Busy'), 'retry record', 'import-409', 'vendor'],
    [413, '<html>Too large</html>', 'rejected', 'import-413', 'us'],
    [415, message('Type'), 'rejected', 'import-415', 'us'],
    [418, message('Teapot'), 'rejected', 'import-418', 'sales-ops'],
    [429, message('Limit'), 'retry organisation', 'import-429', 'vendor'],
    [
      429,
      { errorCode: '429-100', errorMessage: 'Limit', diagnosticCode: 'd' },
      'retry organisation',
      'import-429',
      'vendor',
    ],
    [500, message('Internal'), 'unknown', 'import-500', 'vendor'],
    [502, '<html>Bad gateway</html>', 'unknown', 'import-502', 'vendor'],
    [503, message('Down'), 'retry organisation', 'import-503', 'vendor'],
    [504, '', 'unknown', 'import-504', 'vendor'],
    [599, message('?'), 'unknown', 'import-599', 'vendor'],
    [200, '<html>', 'unknown', 'UNREADABLE_ANSWER', 'vendor'],
    [200, { unexpected: true }, 'unknown', 'UNREADABLE_ANSWER', 'vendor'],
  ] as const)('%i %j is %s for each record', async (code, body, word, failureCode, whoActs) => {
    const verdicts = await answering({ status: code, body }).write(place, creates(2));

    for (const verdict of verdicts.values()) {
      expect(verdict.verdict === 'retry' ? `retry ${verdict.scope}` : verdict.verdict).toBe(word);
      expect(verdict).toMatchObject({
        code: failureCode,
        whoActs,
        message: expect.stringMatching(/\S/),
        advice: expect.stringMatching(/\S/),
      });
    }
    expect(verdicts.size).toBe(2);
  });

  it.each([
    ['blocked', 'retry', 'admin'],
    ['unreachable', 'retry', 'vendor'],
    ['lost', 'unknown', 'vendor'],
    ['timeout', 'unknown', 'vendor'],
    ['too-large', 'unknown', 'vendor'],
  ] as const)('nothing at all (%s) is %s', async (kind, word, whoActs) => {
    const verdicts = await answering(new OutboundError(kind, 'No answer.')).write(place, creates(1));

    expect(verdicts.get('record-0')).toMatchObject({ verdict: word, whoActs });
  });
});

describe('The errors that Demandbase documents', () => {
  const documented = [
    ...[102, 103, 104, ...span(111, 127), ...span(129, 155)].map((number) => `400-${number}`),
    '401-100',
    ...span(100, 105).map((number) => `403-${number}`),
    ...span(301, 303).map((number) => `404-${number}`),
    ...span(100, 102).map((number) => `429-${number}`),
    '500-100',
  ];

  it('of the export all have a rule of their own', () => {
    expect(Object.keys(exportRules).toSorted()).toEqual(documented.toSorted());
  });

  it.each(documented)('%s says what becomes of it, who acts and what they do', (code) => {
    const rule = ruleFor({ code, message: 'Some text.', status: Number(code.slice(0, 3)) });

    const retryable = /^(429|500)/.test(code);
    expect(rule.kind === 'unavailable' || rule.kind === 'quota').toBe(
      retryable || /^404-30[23]|400-1(17|42|43)/.test(code),
    );
    expect(rule.advice).toMatch(/\w{3}.*\./);
    expect(['admin', 'vendor', 'us']).toContain(rule.whoActs);
  });

  it.each([
    ['export-429', 429, '429-100'],
    ['export-403', 403, '403-100'],
    ['export-404', 404, '404-302'],
    ['export-503', 503, '500-100'],
    ['import-501', 501, 'import-500'],
  ])('%s without a code is taken for %s', (code, httpStatus, alike) => {
    const rules: Readonly<Record<string, unknown>> = { ...importRules, ...exportRules };
    expect(ruleFor({ code, message: '', status: httpStatus })).toBe(rules[alike]);
  });
});

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
