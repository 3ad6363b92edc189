import * as fc from 'fast-check';
import { decodeBatch, encodeBatch } from './batch.js';

const answered = (body: string, status = 200, contentType = 'multipart/mixed; boundary=b') => ({
  status,
  headers: { 'content-type': contentType },
  body,
});
const part = (lines: readonly string[]) =>
  ['--b', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', ...lines].join('\r\n');

describe('a batch', () => {
  it('puts each request as the Web API wants it', () => {
    const text = encodeBatch(
      [
        {
          method: 'PATCH',
          path: "leads(tributary_id='a')?$select=leadid",
          headers: { prefer: 'return=representation' },
          body: '{"lastname":"Doe"}',
        },
        { method: 'DELETE', path: 'leads(0e9a0000-0000-4000-8000-000000000001)' },
      ],
      'batch_1',
    );

    expect(text.split('\r\n')).toEqual([
      '--batch_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      "PATCH /api/data/v9.2/leads(tributary_id='a')?$select=leadid HTTP/1.1",
      'Accept: application/json',
      'Content-Type: application/json; type=entry',
      'prefer: return=representation',
      '',
      '{"lastname":"Doe"}',
      '--batch_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      'DELETE /api/data/v9.2/leads(0e9a0000-0000-4000-8000-000000000001) HTTP/1.1',
      'Accept: application/json',
      '',
      '',
      '--batch_1--',
      '',
    ]);
  });

  it('ends every line with CRLF and has no Content-ID, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const text = encodeBatch(
          values.map((value) => ({
            method: 'PATCH' as const,
            path: 'leads(1)',
            body: JSON.stringify({ value }),
          })),
          'b',
        );
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(text).not.toMatch(/^content-id:/im);
      }),
    );
  });

  it('is answered part by part', () => {
    const text = [
      part(['HTTP/1.1 204 No Content', 'OData-EntityId: https://x/leads(1)', '', '']),
      part(['HTTP/1.1 429 Too Many Requests', 'Retry-After: 9', '', '{"error":{"code":"0x80072322"}}']),
      '--b--',
      '',
    ].join('\r\n');

    expect(decodeBatch(answered(text))).toEqual([
      { status: 204, headers: { 'odata-entityid': 'https://x/leads(1)' }, body: '' },
      { status: 429, headers: { 'retry-after': '9' }, body: '{"error":{"code":"0x80072322"}}' },
    ]);
  });

  it('may have its boundary in quotes', () => {
    const text = [part(['HTTP/1.1 204 No Content', '', '']), '--b--'].join('\r\n');

    expect(decodeBatch(answered(text, 200, 'multipart/mixed; boundary="b"'))).toHaveLength(1);
  });

  it('that is refused as a whole is no list of answers', () => {
    const body = JSON.stringify({ error: { code: '0x80060888', message: 'Malformed.' } });

    expect(() => decodeBatch(answered(body, 400, 'application/json'))).toThrow('0x80060888: Malformed.');
  });

  it.each([
    ['breaks off', part(['HTTP/1.1 204 No Content', '', ''])],
    ['has a part without a status', `${part(['nonsense'])}\r\n--b--`],
  ])('whose answer %s cannot be read', (_, text) => {
    expect(() => decodeBatch(answered(text))).toThrow('UNREADABLE_ANSWER');
  });
});
