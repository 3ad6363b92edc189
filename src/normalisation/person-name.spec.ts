import * as fc from 'fast-check';
import { normaliseName } from './person-name.js';
import { fold } from './text.js';

const folded = (first: string | null, last: string | null) => {
  const { firstName, lastName } = normaliseName(first, last);
  return [firstName?.folded ?? null, lastName?.folded ?? null];
};
const sets = (first: string) => normaliseName(first, null).firstName?.nicknameSets ?? [];
const spellings = (last: string) => {
  const { lastName } = normaliseName('Anna', last);
  return new Set([lastName?.folded, lastName?.alternate]);
};

describe('normaliseName', () => {
  it.each([
    ['ANNA', 'Müller', ['anna', 'muller']],
    [' Łucja ', 'Ångström', ['lucja', 'angstrom']],
    ['Seán', 'O’Brien', ['sean', 'obrien']],
    ['An\u200bna', 'Be\u00adrg', ['anna', 'berg']],
    ['Anne-Marie', "D'Angelo", ['anne marie', 'dangelo']],
    ['Fleur', 'van den Berg', ['fleur', 'van den berg']],
    ['Иван', 'Петров', ['иван', 'петров']],
    ['伟', '王', ['伟', '王']],
  ])('folds %j %j to %j', (first, last, names) => expect(folded(first, last)).toEqual(names));

  it.each([
    ['Dr. Anna', 'Berg', ['anna', 'berg']],
    ['Herr Prof. Dr. Karl', 'Berg', ['karl', 'berg']],
    ['Mr.John', 'Smith Jr.', ['john', 'smith']],
    ['Amelia', 'Khan III', ['amelia', 'khan']],
    ['Amelia', 'Khan, Ph.D.', ['amelia', 'khan']],
    ['Kevin E', 'Osborne', ['kevin', 'osborne']],
    ['J. R.', 'Ewing', ['j', 'ewing']],
  ])('leaves off what is no name in %j %j', (first, last, names) =>
    expect(folded(first, last)).toEqual(names),
  );

  it.each([
    [null, 'Berg, Anna', ['anna', 'berg']],
    ['Berg, Anna', null, ['anna', 'berg']],
    ['Berg, Anna', 'Berg', ['anna', 'berg']],
    ['Anna Berg', null, ['anna', 'berg']],
    [null, 'Anna Berg', ['anna', 'berg']],
    ['Anna Berg', 'Anna Berg', ['anna', 'berg']],
    ['Anna Berg', 'Berg', ['anna', 'berg']],
    ['Anna', 'Anna Berg', ['anna', 'berg']],
    ['Vincent van Gogh', null, ['vincent', 'van gogh']],
    [null, 'van Gogh', [null, 'van gogh']],
    ['Anna', null, ['anna', null]],
  ])('finds both names in %j %j', (first, last, names) => expect(folded(first, last)).toEqual(names));

  it.each([
    '',
    ' ',
    '-',
    'n/a',
    '[not provided]',
    'Unknown',
    'test',
    'anna@contoso.com',
    '4711',
    'Mr.',
    'First name',
  ])('takes %j for no name', (raw) => expect(folded(raw, raw)).toEqual([null, null]));

  it('tells initials from names', () => {
    expect(normaliseName('H.', 'Evans').firstName?.initial).toBe(true);
    expect(normaliseName('Jo', 'Evans').firstName?.initial).toBe(false);
    expect(normaliseName('伟', '王').firstName?.initial).toBe(false);
  });

  it('lets every spelling of an umlaut meet every other', () => {
    const all = [spellings('Müller'), spellings('Mueller'), spellings('Muller'), spellings('MÜLLER')];
    for (const one of all)
      for (const other of all) expect([...one].some((name) => other.has(name))).toBe(true);
  });

  it('knows what people are called by their names', () => {
    expect(sets('Bill')).toContain('william');
    expect(sets('Pepe')).toContain('jose');
    expect(sets('Gosia')).toContain('malgorzata');
    expect(sets('Jörg')).toEqual(expect.arrayContaining(['georg']));
    expect(sets('Hans Peter')).toContain('johannes');
  });

  it('never takes Alexander for Alexandra, though Alex may be either', () => {
    expect(sets('Alex')).toEqual(expect.arrayContaining(['alexander', 'alexandra']));
    expect(sets('Alexander')).not.toContain('alexandra');
    expect(sets('Emily')).not.toContain('amelia');
  });

  it('takes any text, and leaves nothing to fold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('Dr. ', 'van ', 'é', 'Jr', 'x', '-', ', ', '’', ' ') }),
    );
    fc.assert(
      fc.property(text, text, (first, last) => {
        const { firstName, lastName } = normaliseName(first, last);
        const names = [firstName?.folded ?? null, lastName?.folded ?? null];
        expect(names).toEqual(names.map((name) => name && fold(name)));
      }),
    );
  });
});
