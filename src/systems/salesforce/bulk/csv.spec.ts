import * as fc from 'fast-check';
import { csvLine, readCsv } from './csv.js';

describe('CSV of bulk jobs', () => {
  it.each([
    [['a', '', 'b'], 'a,,b\n'],
    [['Acme, Inc. "X"\nline'], '"Acme, Inc. ""X""\nline"\n'],
    [[' padded '], '" padded "\n'],
    [['#N/A', 'true', '12'], '#N/A,true,12\n'],
  ])('writes %j as %j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it('reads cells by their column, whatever the line ends', () => {
    const rows = [...readCsv('"sf__Id","sf__Error"\r\n"00Q","A:b, ""c""\nd:--"\r\n"",""\r\n')];
    expect(rows.map((row) => [...row.values()])).toEqual([
      ['00Q', 'A:b, "c"\nd:--'],
      ['', ''],
    ]);
    expect(rows[0]?.get('sf__Id')).toBe('00Q');
  });

  it('reads nothing out of nothing', () => {
    expect([...readCsv('')]).toEqual([]);
    expect([...readCsv('"sf__Id"\n')]).toEqual([]);
  });

  it('reads what it wrote', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    const columns = ['one', 'two'];
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const text = [columns, ...rows].map((cells) => csvLine(cells)).join('');
        expect([...readCsv(text)].map((row) => [row.get('one'), row.get('two')])).toEqual(rows);
      }),
    );
  });
});
