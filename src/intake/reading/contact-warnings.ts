import type { Warning } from '../../leads/index.js';
import { leadWarnings as odd } from './warnings.js';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
const longestEmail = 254;
const longestPhone = 40;
const longestCountry = 100;

const email = /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\.]+(?:\.[^\s@<>(),;:"\\.]+)+$/;
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const phone = /^\+?[\d\s()./-]+(?:(?:x|ext\.?|#)\s*\d{1,8})?$/i;
const country = /^\p{L}[\p{L}\p{M}\s.,'’()&/-]+$/u;

/** What is odd about how a person can be reached. Senders check none of these fields. */
export function contactWarnings(person: {
  readonly email: string | null;
  readonly phone: string | null;
  readonly country: string | null;
}): Warning[] {
  return [
    ...(person.email === null ? [] : emailWarnings(person.email)),
    ...(person.phone === null || isPhone(person.phone) ? [] : [odd.phoneMalformed()]),
    ...(person.country === null || isCountry(person.country) ? [] : [odd.countryMalformed()]),
  ];
}

function emailWarnings(text: string): Warning[] {
  return [
    ...(text.length <= longestEmail && email.test(text) ? [] : [odd.emailMalformed()]),
    ...(guid.test(text) ? [odd.emailMasked()] : []),
  ];
}

function isPhone(text: string): boolean {
  if (text.length > longestPhone || !phone.test(text)) return false;
  return text.replaceAll(/\D/g, '').length >= 5;
}

/** Free text in whatever language, a name or a code, in letters. */
function isCountry(text: string): boolean {
  return text.length <= longestCountry && country.test(text);
}
