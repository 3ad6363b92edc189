import * as fc from 'fast-check';
import { enrich, enrichmentSteps } from './enrich.js';
import type { OfferCatalogue } from './offer-catalogue.js';
import { enrichedFields, statedFields, type StatedField } from './enrichment-step.js';

const at = '2026-03-01T10:00:00.000Z';

function values(said: Partial<Record<StatedField, string>>, offers = catalogue) {
  const stated = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, { value, at }]));
  return Object.fromEntries(
    Object.entries(enrich(stated, { offers })).map(([name, { value }]) => [name, value]),
  );
}

const catalogue: OfferCatalogue = [
  { id: 'contoso.vm', name: 'VM', productLine: null, plans: { pro: 'Pro' } },
  {
    id: 'contoso.vm-server',
    name: 'Server',
    productLine: 'Compute',
    plans: { pro: 'Server Pro', '-free': 'Free' },
  },
];

describe('enrich', () => {
  it('says of each value which step found it, from what, and when that was said', () => {
    const later = '2026-04-01T10:00:00.000Z';
    const enriched = enrich({
      email: { value: 'ann@mail.contoso.de', at },
      title: { value: 'CFO', at: later },
    });
    expect(enriched).toMatchObject({
      companyDomain: { value: 'contoso.de', step: 'company-domain', source: 'email', at },
      countryCode: { value: 'DE', step: 'country', source: 'companyDomain', at },
      timeZone: { value: 'Europe/Berlin', step: 'local-time', source: 'countryCode', at },
      seniority: { value: 'c-level', step: 'job', source: 'title', at: later },
    });
  });

  it('knows a company by its mailboxes before its website, and never by a mail provider', () => {
    expect(values({ email: 'a@contoso.com', website: 'fabrikam.com' })).toMatchObject({
      companyDomain: 'contoso.com',
    });
    expect(values({ email: 'a@gmail.com', website: 'https://www.fabrikam.com/x' })).toMatchObject({
      companyDomain: 'fabrikam.com',
    });
    expect(values({ email: 'a@gmail.com' })).not.toHaveProperty('companyDomain');
  });

  it.each([
    [{ country: 'Deutschland', phone: '+1 425 882 8080' }, 'DE'],
    [{ country: 'somewhere', phone: '+1 425 882 8080' }, 'US'],
    [{ email: 'a@contoso.co.uk' }, 'GB'],
  ])('finds the country in %j', (said, code) => expect(values(said)).toMatchObject({ countryCode: code }));

  it('names every zone of a country whose clocks differ, and none as the one', () => {
    const { timeZone, timeZones } = values({ country: 'US' });
    expect(timeZone).toBeUndefined();
    expect(timeZones?.split(', ')).toEqual(expect.arrayContaining(['America/Chicago', 'Pacific/Honolulu']));
    expect(values({ country: 'IN' })).toMatchObject({ timeZone: 'Asia/Kolkata' });
  });

  it('knows where the week begins on another day', () => {
    expect(values({ country: 'FR' }).businessHours).toMatch(/^Mon-Fri/);
    expect(values({ country: 'Saudi Arabia' }).businessHours).toMatch(/^Sun-Thu/);
  });

  it.each([
    ['CEO', 'c-level', 'management'],
    ['VP Sales', 'vice-president', 'sales'],
    ['Geschäftsführer', 'c-level', 'management'],
    ['Head of IT', 'director', 'it'],
    ['Sr. Mgr Procurement', 'manager', 'procurement'],
    ['Senior Software Engineer', 'senior', 'engineering'],
    ['Product Owner', 'staff', 'product'],
    ['Assistant to the CEO', 'entry', 'management'],
    ['Chief Information Security Officer', 'c-level', 'security'],
    ['Data Analyst', 'staff', 'data'],
    ['Jedi', undefined, undefined],
  ])('reads %j as %s in %s', (title, seniority, jobFunction) => {
    const found = values({ title });
    expect([found.seniority, found.jobFunction]).toEqual([seniority, jobFunction]);
  });

  it.each([
    ['Contoso.VM-Server', { offerName: 'Server', productLine: 'Compute' }],
    ['contoso.vm-serverpro', { offerName: 'Server', productLine: 'Compute', offerPlan: 'Server Pro' }],
    ['contoso.vm-server-free', { offerName: 'Server', productLine: 'Compute', offerPlan: 'Free' }],
    ['contoso.vmpro', { offerName: 'VM', offerPlan: 'Pro' }],
    ['contoso.vm-serverultra', {}],
    ['contoso', {}],
  ])('finds offer and plan of %s in the catalogue', (offer, found) =>
    expect(values({ offer })).toEqual(found),
  );

  it('takes any text, and writes what its steps declare', () => {
    const text = fc.string({ unit: 'binary' });
    const declared = new Set(enrichmentSteps.flatMap(({ writes }) => writes));
    fc.assert(
      fc.property(fc.record(Object.fromEntries(statedFields.map((name) => [name, text]))), (said) => {
        expect(Object.keys(values(said)).filter((name) => ![...declared].map(String).includes(name))).toEqual(
          [],
        );
      }),
    );
    expect(declared).toEqual(new Set(enrichedFields));
  });
});
