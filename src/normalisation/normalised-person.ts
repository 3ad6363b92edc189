import { normaliseCompany, type NormalisedCompany } from './company-name.js';
import { countryOfDomain, normaliseCountry } from './country.js';
import { normaliseEmail, type NormalisedEmail } from './email.js';
import { normaliseName, type GivenName, type PersonName } from './person-name.js';
import { normalisePhone, type NormalisedPhone } from './phone.js';
import { normaliseTitle } from './title.js';
import { normaliseWebsite } from './website.js';

/** Grows with every change by which a value may be normalised differently, so that stored ones can be told apart. */
export const normaliserVersion = 2;

/** What was said of a person, as it was said. */
export interface StatedPerson {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly country?: string | null;
  readonly company?: string | null;
  readonly website?: string | null;
  readonly title?: string | null;
}

export interface NormaliserHints {
  /** ISO 3166-1 alpha-2: where the tenant's leads mostly come from. Used where a lead does not tell. */
  readonly country?: string;
}

/** What was said of a person in the forms that are compared; null where nothing usable was said. */
export interface NormalisedPerson {
  readonly firstName: GivenName | null;
  readonly lastName: PersonName | null;
  readonly email: NormalisedEmail | null;
  readonly phone: NormalisedPhone | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly company: NormalisedCompany | null;
  /** The registrable domain. */
  readonly website: string | null;
  /** Folded, abbreviations written out. */
  readonly title: string | null;
}

/** Pure, and never throws: the same words give the same person under the same `normaliserVersion`. */
export function normalisePerson(person: StatedPerson, hints: NormaliserHints = {}): NormalisedPerson {
  const email = normaliseEmail(person.email ?? null);
  const country = normaliseCountry(person.country ?? null);
  const probably = [country, email && countryOfDomain(email.domain), hints.country ?? null];
  const { firstName, lastName } = normaliseName(person.firstName ?? null, person.lastName ?? null);
  return {
    firstName,
    lastName,
    email,
    phone: normalisePhone(person.phone ?? null, probably),
    country,
    company: normaliseCompany(person.company ?? null),
    website: normaliseWebsite(person.website ?? null),
    title: normaliseTitle(person.title ?? null),
  };
}
