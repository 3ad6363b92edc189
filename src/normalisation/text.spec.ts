import * as fc from 'fast-check';
import { said } from './not-said.js';
import { fold } from './text.js';

describe('fold', () => {
  it.each([
    ['D’Ångelo-Łuk & Co.', 'dangelo luk co'],
    ["O'Brien", 'obrien'],
    ['ﬁne ＡＢＣ', 'fine abc'],
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['한국', '한국'],
    ['हिन्दी', 'हिन्दी'],
    ['An\u200bna\ufeff', 'anna'],
    [' -- ', ''],
  ])('writes %j as %j', (text, folded) => expect(fold(text)).toBe(folded));

  it('changes nothing about what it has folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(fold(fold(text))).toBe(fold(text))),
      { numRuns: 2_000 },
    );
  });
});

describe('said', () => {
  it.each([
    '',
    ' ',
    '-',
    '...',
    'N/A',
    'n.a.',
    'unknown',
    '[not provided]',
    '<none>',
    'Test',
    'null',
    'XXX',
    'asdfgh',
    'keine Angabe',
  ])('hears nothing in %j', (raw) => expect(said(raw)).toBeNull());

  it('hears the rest as it was said', () => {
    expect(said(' Nils Null-Berg ')).toBe('Nils Null-Berg');
  });
});
