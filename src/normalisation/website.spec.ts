import * as fc from 'fast-check';
import { companyDomain, normaliseWebsite } from './website.js';

describe('normaliseWebsite', () => {
  it.each([
    ['https://www.contoso.com/en/about?x=1', 'contoso.com'],
    ['WWW.Contoso.CO.UK', 'contoso.co.uk'],
    ['contoso.com/', 'contoso.com'],
    ['http://shop.contoso.com:8080', 'contoso.com'],
    ['https://www.müller.de/kontakt', 'xn--mller-kva.de'],
    ['https://www.xn--mller-kva.de', 'xn--mller-kva.de'],
  ])('of %s is %s', (raw, domain) => {
    expect(normaliseWebsite(raw)).toBe(domain);
  });

  it.each([
    'n/a',
    'none',
    '-',
    'http://localhost',
    '192.168.0.1',
    'a@contoso.com',
    'contoso',
    'https://linkedin.com/company/contoso',
    'www.gmail.com',
  ])('of %s is none', (raw) => {
    expect(normaliseWebsite(raw)).toBeNull();
  });

  it('tells customers of one platform apart', () => {
    expect(normaliseWebsite('https://contoso.github.io')).toBe('contoso.github.io');
    expect(companyDomain('github.io')).toBeNull();
  });

  it('never throws and is its own normal form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.domain()), (raw) => {
        const domain = normaliseWebsite(raw);
        expect(domain === null ? null : normaliseWebsite(domain)).toBe(domain);
      }),
    );
  });
});
