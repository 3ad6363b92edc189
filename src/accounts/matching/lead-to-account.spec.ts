import { normalisePerson, type StatedPerson } from '../../normalisation/index.js';
import { evidenceOf, knownAccount } from './evidence.js';
import { LEAD_TO_ACCOUNT, leadToAccount } from './lead-to-account.js';

const contoso = knownAccount('contoso', 'Contoso Retail Ltd', ['contoso.com'], 'GB');
const sister = knownAccount('sister', 'Contoso Retail GmbH', ['contoso-retail.de'], 'DE');
const fabrikam = knownAccount('fabrikam', 'Fabrikam', ['fabrikam.com'], 'GB');

function find(stated: StatedPerson, accounts = [contoso, sister, fabrikam]) {
  return leadToAccount(evidenceOf(normalisePerson(stated), stated.company ?? null), accounts);
}

describe('leadToAccount', () => {
  it.each<[StatedPerson, string, string]>([
    [{ email: 'ann@mail.contoso.com', company: 'Fabrikam' }, 'contoso', 'email-domain'],
    [{ email: 'ann@gmail.com', website: 'https://www.contoso.com/en' }, 'contoso', 'website'],
    [{ company: 'www.contoso.com' }, 'contoso', 'website'],
    [{ company: 'FABRIKAM Inc.' }, 'fabrikam', 'company-name'],
    [{ company: 'Fabrkiam' }, 'fabrikam', 'company-name'],
    [{ company: 'Contoso Retail', country: 'Germany' }, 'sister', 'company-name'],
  ])('gives %j to %s by %s', (stated, accountId, source) => {
    expect(find(stated)).toMatchObject({ matched: true, accountId, source });
  });

  it.each<[StatedPerson, string]>([
    [{ country: 'GB', email: 'ann@gmail.com', company: 'none' }, 'no-company-said'],
    [{ company: 'Northwind', country: 'GB' }, 'no-candidate'],
    [{ company: 'Contoso Retail' }, 'ambiguous'],
    [{ company: 'Fabrikam', email: 'ann@northwind.com' }, 'below-threshold'],
  ])('gives %j to none: %s', (stated, reason) => {
    expect(find(stated)).toMatchObject({ matched: false, reason });
  });

  it('finds a company that has no domain yet by the name in its domain', () => {
    const unknownDomain = knownAccount('northwind', 'North Wind Ltd', [], null);
    expect(find({ email: 'ann@northwind.com' }, [unknownDomain])).toMatchObject({ source: 'domain-name' });
  });

  it('tells what spoke for and against, and scores the best above the published threshold', () => {
    const found = find({ company: 'Fabrikam', country: 'France' });
    expect(found).toMatchObject({
      factors: [
        { kind: 'company-name', agrees: true, said: 'fabrikam', known: 'fabrikam' },
        { kind: 'country', agrees: false, said: 'FR', known: 'GB' },
      ],
    });
    expect(found.matched && found.score).toBeGreaterThan(LEAD_TO_ACCOUNT.threshold);
  });
});
