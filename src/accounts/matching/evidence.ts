import {
  companyDomain,
  countryOfDomain,
  normaliseCompany,
  normaliseWebsite,
  type NormalisedCompany,
  type NormalisedPerson,
} from '../../normalisation/index.js';

/** What a person says about the company that they are with; null where nothing usable is known. */
export interface CompanyEvidence {
  /** Registrable domain of a corporate e-mail address. */
  readonly emailDomain: string | null;
  readonly website: string | null;
  readonly company: NormalisedCompany | null;
  /** ISO 3166-1 alpha-2: where the person is, or what the company's name tells. Never enough by itself. */
  readonly country: string | null;
}

/** A company as it is compared. */
export interface KnownAccount {
  readonly id: string;
  readonly name: NormalisedCompany | null;
  readonly domains: readonly string[];
  readonly country: string | null;
}

/**
 * Reads the company out of a person. Mail providers, mailboxes to throw away and masked addresses name no
 * company. A web address in the place of the company's name counts as website.
 */
export function evidenceOf(person: NormalisedPerson, rawCompany: string | null): CompanyEvidence {
  const { email, phone, company } = person;
  const usable = email !== null && email.kind === 'corporate' && !email.placeholder && !email.masked;
  const emailDomain = usable ? companyDomain(email.domain) : null;
  const website = person.website ?? (rawCompany === null ? null : namedWebsite(rawCompany));
  const country =
    person.country ?? phone?.country ?? company?.country ?? countryOfDomains([emailDomain, website]);
  return { emailDomain, website, company, country };
}

function namedWebsite(company: string): string | null {
  return !company.includes('.') || /\s/.test(company.trim()) ? null : normaliseWebsite(company);
}

function countryOfDomains(domains: readonly (string | null)[]): string | null {
  return (
    domains.map((domain) => domain && countryOfDomain(domain)).find((country) => country !== null) ?? null
  );
}

/** The same for an account's own fields. */
export function knownAccount(
  id: string,
  name: string,
  domains: readonly string[],
  country: string | null,
): KnownAccount {
  const company = normaliseCompany(name);
  return { id, name: company, domains, country: country ?? company?.country ?? countryOfDomains(domains) };
}
