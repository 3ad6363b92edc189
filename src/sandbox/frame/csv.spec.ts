import * as fc from 'fast-check';
import { CsvMalformed, parseCsv, writeCsv } from './csv.js';

describe('CSV', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['"x, ""y""\nz",\n', [['x, "y"\nz', '']]],
    ['a,', [['a', '']]],
    ['', []],
  ])('%j is read as %j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  it.each(['"open', 'a"b', '"a"b'])('%j is refused', (text) => {
    expect(() => parseCsv(text)).toThrow(CsvMalformed);
  });

  it('comes back as it was written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 })), (rows) => {
        expect(parseCsv(writeCsv(rows))).toEqual(rows);
      }),
    );
  });
});
