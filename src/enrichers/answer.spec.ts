import * as fc from 'fast-check';
import { readAnswer } from './answer.js';

describe('readAnswer', () => {
  const mapping = { employees: 'company.size', name: 'name', nothing: 'company.none', list: 'tags' };

  it('takes from a JSON answer the values that the mapping names', () => {
    const body = JSON.stringify({ company: { size: 120 }, name: ' Contoso ', tags: ['a'], other: 'x' });
    expect(readAnswer(200, body, mapping)).toEqual({
      kind: 'values',
      values: { employees: '120', name: 'Contoso' },
    });
  });

  it.each([404, 204])('takes %i for the answer that nothing is known', (status) => {
    expect(readAnswer(status, '', mapping)).toEqual({ kind: 'values', values: {} });
  });

  it.each([
    [500, true],
    [429, true],
    [401, false],
    [302, false],
  ])('takes %i for a failure', (status, retry) => {
    expect(readAnswer(status, '{}', mapping)).toMatchObject({ kind: 'failed', retry });
  });

  it('takes any body', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(['values', 'failed']).toContain(readAnswer(200, body, { a: 'a', proto: '__proto__.x' }).kind);
      }),
    );
  });
});
