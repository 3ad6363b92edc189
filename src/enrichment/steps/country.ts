import { countryOfDomain, normaliseCountry, normalisePhone } from '../../normalisation/index.js';
import type { EnrichmentStep, Finding } from '../enrichment-step.js';

type Read = 'country' | 'phone' | 'companyDomain';

/** ISO 3166-1 alpha-2: the country that was said, else that of the phone number, else that of the company's domain. */
export const country: EnrichmentStep<Read, 'countryCode'> = {
  name: 'country',
  reads: ['country', 'phone', 'companyDomain'],
  writes: ['countryCode'],
  run: (values) => ({
    countryCode:
      finding('country', normaliseCountry(values.country)) ??
      finding('phone', normalisePhone(values.phone)?.country) ??
      finding('companyDomain', values.companyDomain && countryOfDomain(values.companyDomain)),
  }),
};

function finding(from: Read, value: string | null | undefined): Finding<Read> | null {
  return value ? { value, from } : null;
}
