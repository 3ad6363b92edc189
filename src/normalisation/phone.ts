import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';

export interface NormalisedPhone {
  readonly e164: string;
  readonly extension: string | null;
  /** ISO 3166-1 alpha-2; null where several countries share the numbers and it cannot be told. */
  readonly country: string | null;
}

/** E.164 allows 15 digits; what is written around them is not much longer. */
const LONGEST = 60;
/** The trunk zero that is not dialled from abroad, which the parser takes for a digit. */
const TRUNK_ZERO = /\(0\)/;
const ABROAD = /^\s*(?:\(\s*)?00(?=[1-9])/;
/** Fewer digits are no subscriber's number, and the parser takes long to say so: it throws within. */
const ENOUGH_DIGITS = /(?:\d\D*){5}/;
const COUNTRY_CODE_FIRST = /^[1-9]\d{10,14}$/;
const MADE_UP = /(\d)\1{6,}$|0?123456789?0?$|9?876543210?$/;

/**
 * A number in E.164. `countries`: where a number without a country code may be from, the likeliest first.
 * Null for what is no number, and for what is made up to get past a form (`000000`, `123456789`).
 */
export function normalisePhone(
  raw: string | null,
  countries: readonly (string | null)[] = [],
): NormalisedPhone | null {
  if (raw === null || raw.length > LONGEST) return null;
  const text = raw.normalize('NFKC').replace(TRUNK_ZERO, '').replace(ABROAD, '+');
  if (!ENOUGH_DIGITS.test(text)) return null;
  const phone = read(text, countries);
  if (!phone || MADE_UP.test(phone.nationalNumber)) return null;
  return { e164: phone.number, extension: phone.ext ?? null, country: phone.country ?? null };
}

function read(text: string, countries: readonly (string | null)[]): PhoneNumber | null {
  if (text.includes('+')) return possible(parsePhoneNumberFromString(text));
  for (const country of countries) {
    if (country === null || !isSupportedCountry(country)) continue;
    const phone = valid(parsePhoneNumberFromString(text, country));
    if (phone) return phone;
  }
  const digits = text.replace(/\D/g, '');
  return COUNTRY_CODE_FIRST.test(digits) ? valid(parsePhoneNumberFromString(`+${digits}`)) : null;
}

/** New ranges are in use before the numbering plans we have know them, so a length that fits has to do. */
function possible(phone: PhoneNumber | undefined): PhoneNumber | null {
  return phone?.isPossible() ? phone : null;
}

/** Without a country code the country is a guess, which only an assigned range confirms. */
function valid(phone: PhoneNumber | undefined): PhoneNumber | null {
  return phone?.isValid() ? phone : null;
}
