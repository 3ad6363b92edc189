import { normaliseEmail, normaliseWebsite } from '../../normalisation/index.js';
import type { EnrichmentStep } from '../enrichment-step.js';

/** The registrable domain of a person's company, from a mailbox that only the company gives, or from its website. */
export const companyDomain: EnrichmentStep<'email' | 'website', 'companyDomain'> = {
  name: 'company-domain',
  reads: ['email', 'website'],
  writes: ['companyDomain'],
  run({ email, website }) {
    const mailbox = normaliseEmail(email);
    if (mailbox?.kind === 'corporate' && !mailbox.placeholder && !mailbox.masked)
      return { companyDomain: { value: mailbox.domain, from: 'email' } };
    const site = normaliseWebsite(website);
    return { companyDomain: site === null ? null : { value: site, from: 'website' } };
  },
};
