import * as fc from 'fast-check';
import { legalForms } from '../../config/legal-forms.js';
import { normaliseCompany } from './company-name.js';

const key = (name: string) => normaliseCompany(name)?.key;

describe('normaliseCompany', () => {
  it.each([
    ['Contoso GmbH & Co. KG', 'contoso', 'GmbH & Co KG'],
    ['Contoso Gesellschaft mit beschränkter Haftung', 'contoso', 'GmbH'],
    ['Contoso Gesellschaft mit beschraenkter Haftung', 'contoso', 'GmbH'],
    ['ContosoAG', 'contoso', 'AG'],
    ['Contoso sp. z o. o.', 'contoso', 'sp z oo'],
    ['Contoso S.A. de C.V.', 'contoso', 'SA de CV'],
    ['Contoso, p.l.c.', 'contoso', 'PLC'],
    ['AB Contoso (publ)', 'contoso', 'AB'],
    ['SARL Contoso', 'contoso', 'SARL'],
    ['ООО «Контосо»', 'kontoso', 'OOO'],
    ['株式会社コントソ', 'コントソ', '株式会社'],
    ['Contoso Co., Ltd.', 'contoso', 'Co Ltd'],
  ])('finds the legal form of %s', (name, expected, form) => {
    expect(normaliseCompany(name)).toMatchObject({ key: expected, legalForm: form });
  });

  it.each([
    ['The Contoso Company', 'Contoso'],
    ['Northwind & Sons', 'Northwind and Sons'],
    ['Müller Bau', 'Mueller-Bau'],
    ['Müller Bau', 'Muller Bau'],
    ["Contoso Int'l Mfg.", 'Contoso International Manufacturing'],
    ['J.P. Contoso', 'JP Contoso'],
    ['H&M', 'H and M'],
    ['Good-Will', 'Goodwill'],
    ['contosoretail.co.uk', 'Contoso Retail Ltd'],
  ])('takes %s and %s for one', (one, other) => {
    expect(key(one)).toBe(key(other));
  });

  it.each([
    ['Contoso (Schweiz) AG', 'CH'],
    ['Contoso Deutschland GmbH', 'DE'],
    ['Contoso Sdn. Bhd.', null],
    ['Contoso Pte. Ltd.', 'SG'],
    ['Contoso GmbH', null],
    ['Contoso Ltd UK', 'GB'],
    ['France', null],
  ])('knows the country that %s names: %s', (name, country) => {
    expect(normaliseCompany(name)?.country).toBe(country);
  });

  it.each([
    '',
    '-',
    'n/a',
    'Self-Employed',
    'FREELANCER',
    'private',
    '[not provided]',
    'Test GmbH',
    'none',
    '...',
  ])('finds no company in "%s"', (name) => {
    expect(normaliseCompany(name)).toBeNull();
  });

  it('leaves a name that is nothing but forms and articles a name', () => {
    expect(key('The Limited')).toBe('limited');
    expect(key('GmbH')).toBe('gmbh');
  });

  it('never throws, and finds the same again in what it made', () => {
    const parts = fc.oneof(
      fc.constantFrom(...legalForms.flatMap(({ written }) => written.map(({ text }) => text))),
      fc.constantFrom(
        'the',
        'and',
        '&',
        'Contoso',
        'V',
        '2',
        'of',
        'Europe',
        'Deutschland',
        '(UK)',
        'A.B.',
        "Int'l",
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 7 }), (words) => {
        const tokens = normaliseCompany(words.join(' '))?.tokens;
        expect(tokens && normaliseCompany(tokens.join(' '))?.tokens).toEqual(tokens);
      }),
      { numRuns: 2_000 },
    );
  });
});
