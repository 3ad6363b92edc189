import * as fc from 'fast-check';
import { normaliseCompany } from '../../normalisation/index.js';
import { companySimilarity, SAME_COMPANY } from './company-similarity.js';

function similarity(one: string, other: string): number {
  const left = normaliseCompany(one);
  const right = normaliseCompany(other);
  return left && right ? companySimilarity(left, right) : 0;
}

describe('companySimilarity', () => {
  it.each([
    ['Northwind Traders GmbH', 'NORTHWIND TRADERS'],
    ['Northwnid Traders', 'Northwind Traders'],
    ['North Wind Traders', 'Northwind Traders'],
    ['Fabrikam Residences', 'Fabrikam Residence Ltd'],
    ['Northwind Traders Ltd', 'Northwind Traders Europe'],
    ['NWTR', 'Northwind Wingtip Toys Retail'],
    ['Fabrikam Kapital Fund III', 'Fabrikam Kapital Fund IV'],
  ])('takes %s and %s for one company', (one, other) => {
    expect(similarity(one, other)).toBeGreaterThanOrEqual(SAME_COMPANY);
  });

  it.each([
    ['Contoso Oil', 'Contoso Gas'],
    ['Fabrikam Bank', 'Northwind Bank'],
    ['Global Services Group', 'Fabrikam Global Services Group'],
    ['Northwind France', 'Northwind Germany'],
    ['BWI Industries', 'BAE Industries'],
    ['Bank of Contoso', 'Bank of Fabrikam'],
  ])('tells %s from %s', (one, other) => {
    expect(similarity(one, other)).toBeLessThan(SAME_COMPANY);
  });

  it('takes another kind of legal form for weak evidence against', () => {
    expect(similarity('Contoso AG', 'Contoso GmbH')).toBeLessThan(similarity('Contoso AG', 'Contoso plc'));
    expect(similarity('Contoso AG', 'Contoso GmbH')).toBeGreaterThan(SAME_COMPANY);
  });

  it('is symmetric, between 0 and 1, and 1 for a name and itself', () => {
    const word = fc.constantFrom(
      'contoso',
      'contso',
      'bank',
      'banks',
      'of',
      'france',
      'spain',
      'van',
      'der',
      'vander',
      'ii',
    );
    const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const found = similarity(one, other);
        expect(found).toBeCloseTo(similarity(other, one), 10);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        expect(similarity(one, one)).toBe(1);
      }),
    );
  });
});
