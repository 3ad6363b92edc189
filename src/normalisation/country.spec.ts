import * as fc from 'fast-check';
import { countryOfDomain, normaliseCountry } from './country.js';

describe('normaliseCountry', () => {
  it.each([
    [
      'DE',
      [
        'de',
        'DEU',
        'Ger',
        '276',
        'Germany',
        'Deutschland',
        'Allemagne',
        'Niemcy',
        'ドイツ',
        'Federal Republic of Germany',
      ],
    ],
    [
      'US',
      [
        'US',
        'U.S.',
        'USA',
        'U.S.A.',
        '840',
        'United States of America',
        'EE.UU.',
        'États-Unis',
        'USA (United States)',
      ],
    ],
    ['GB', ['UK', 'GBR', 'Great Britain', 'England', 'Scotland', 'Royaume-Uni', 'London, UK']],
    ['NL', ['The Netherlands', 'Holland', 'Nederland', 'NLD']],
    ['CI', ["Côte d'Ivoire", 'Ivory Coast']],
    ['KR', ['South Korea', 'Korea, Republic of', '대한민국']],
    ['CN', ['中国', 'PRC', "People's Republic of China"]],
    ['AT', ['Österreich', 'Oesterreich', 'AUSTRIA']],
    ['NA', ['NA', 'Namibia']],
  ])('knows %s by its names', (code, names) => {
    expect(names.map((name) => normaliseCountry(name))).toEqual(names.map(() => code));
  });

  it.each([null, '', '-', 'n/a', 'unknown', 'Atlantis', 'EMEA', 'Congo', '999', 'constructor'])(
    'takes %j for no country',
    (raw) => expect(normaliseCountry(raw)).toBeNull(),
  );

  it('never throws, and knows its own codes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
        const code = normaliseCountry(raw);
        expect(normaliseCountry(code)).toBe(code);
      }),
    );
  });
});

describe('countryOfDomain', () => {
  it.each([
    ['contoso.de', 'DE'],
    ['contoso.co.uk', 'GB'],
    ['contoso.com.co', 'CO'],
    ['contoso.com', null],
    ['contoso.io', null],
    ['contoso.co', null],
    ['contoso.eu', null],
    ['', null],
  ])('says of %s that it is at home in %s', (domain, code) => expect(countryOfDomain(domain)).toBe(code));
});
