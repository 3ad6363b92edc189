import { domainsOf, hostOf } from './website.js';

describe('the host of a website', () => {
  it.each([
    ['acme.com', 'acme.com'],
    ['https://www.Acme.com/de?x#y', 'acme.com'],
    ['//shop.acme.co.uk:8080', 'shop.acme.co.uk'],
    [' http://acme.com. ', 'acme.com'],
    ['n/a', null],
    ['', null],
    [null, null],
  ])('%j is %j', (website, host) => {
    expect(hostOf(website)).toBe(host);
  });

  it('is below all the domains it ends in', () => {
    expect(domainsOf('https://shop.acme.co.uk/de')).toEqual(['shop.acme.co.uk', 'acme.co.uk', 'co.uk']);
    expect(domainsOf('unknown')).toEqual([]);
  });
});
