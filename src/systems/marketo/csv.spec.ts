import * as fc from 'fast-check';
import { csvLine, readCsv } from './csv.js';

describe('Files to import', () => {
  it('reads back what it wrote, whatever is in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é') });
    const width = 3;
    const lines = fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 });
    fc.assert(
      fc.property(lines, (rows) => {
        const header = ['a', 'b', 'c'];
        const text = [header, ...rows].map(csvLine).join('');
        const filled = rows.filter((cells) => cells.some((value) => value !== ''));
        expect(readCsv(text)).toEqual(filled.map(([a, b, c]) => ({ a, b, c })));
      }),
    );
  });

  it.each([
    ['plain cells, as Marketo writes them', 'email,why\nx@a.example,bad\n'],
    ['a byte order mark and other line ends', '\uFEFFemail,why\r\nx@a.example,bad'],
    ['quotes where they are needed', 'email,"why"\n"x@a.example",bad\n\n'],
  ])('reads %s', (_, text) => {
    expect(readCsv(text)).toEqual([{ email: 'x@a.example', why: 'bad' }]);
  });

  it('reads a last cell that is empty', () => {
    expect(readCsv('a,b\n1,\n')).toEqual([{ a: '1', b: '' }]);
    expect(readCsv('a,b\n1,')).toEqual([{ a: '1', b: '' }]);
    expect(readCsv('')).toEqual([]);
  });
});
