import * as fc from 'fast-check';
import { readCsv, toCsv } from './csv.js';

describe('The files of an import', () => {
  it('quote what would be taken for a comma, a quote or the end of a row', () => {
    const file = toCsv(
      ['Account Name', 'Industry'],
      [
        ['Acme, Inc. "X"', 'a\nb'],
        ['Contoso', ''],
      ],
    );

    expect(file.toString()).toBe('Account Name,Industry\r\n"Acme, Inc. ""X""","a\nb"\r\nContoso,\r\n');
  });

  it('begin with the first column and no mark', () => {
    expect([...toCsv(['Email'], []).subarray(0, 5)]).toEqual([...Buffer.from('Email')]);
  });

  it('are read as they were written, whatever is in them', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[",\r\n a]{0,6}$/));
    const rows = fc.array(fc.tuple(fc.constant('x'), value, value), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (written) => {
        const file = toCsv(['a', 'b', 'c'], written).toString('utf8');
        expect([...readCsv(file)]).toEqual([['a', 'b', 'c'], ...written]);
      }),
    );
  });

  it.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['\uFEFFa\r\nb\r\n', [['a'], ['b']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a,b,', [['a', 'b', '']]],
    ['', []],
  ])('reads %j', (text, rows) => {
    expect([...readCsv(text)]).toEqual(rows);
  });
});
