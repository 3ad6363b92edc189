export { countryOfWord, normaliseCompany, type NormalisedCompany } from './company-name.js';
export { countryOfDomain, normaliseCountry } from './country.js';
export { normaliseEmail, tellingEmail, type NormalisedEmail } from './email.js';
export type { EmailKind } from './mail-domain.js';
export {
  normalisePerson,
  normaliserVersion,
  type NormalisedPerson,
  type NormaliserHints,
  type StatedPerson,
} from './normalised-person.js';
export { normaliseName, type GivenName, type NormalisedName, type PersonName } from './person-name.js';
export { normalisePhone, type NormalisedPhone } from './phone.js';
export { normaliseTitle } from './title.js';
export { companyDomain, normaliseWebsite } from './website.js';
export { remember } from './remember.js';
export { fold } from './text.js';
export { said } from './not-said.js';
