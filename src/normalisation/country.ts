import countries from 'i18n-iso-countries';
import { countryNames, genericCountryDomains } from '../../config/country-names.js';
import { said } from './not-said.js';
import { remember } from './remember.js';
import { fold } from './text.js';

/** Shorter ones in Latin letters cannot be told from codes: `my` is Malaysia and, in Vietnamese, the United States. */
const TOO_SHORT = /^[a-z ]{1,3}$/;
const BRACKETS = /\([^()]*\)|\[[^[\]]*\]/g;
const IN_BRACKETS = /[([]([^()[\]]*)[)\]]/;
const BEFORE_LAST_COMMA = /^.*,/s;
/** What the official names of many countries begin with. */
const FORM_OF_STATE = /^(?:the )?(?:(?:federal )?(?:republic|kingdom|state) of (?:the )?)?/;
/** Registered under the likes of `com.co`, a name is at home in the country, however generic `co` is. */
const AT_HOME = /\.(?:com|co|net|org|edu|gov|gob|gouv|ac)\.[a-z]{2}$/;

const codes = index();

/** ISO 3166-1 alpha-2 of a country given by code or by name, in any language; null where it is none. */
export function normaliseCountry(raw: string | null): string | null {
  return raw === null ? null : countryOf(raw);
}

/** The same for a word that is folded already. */
export function countryNamed(folded: string): string | null {
  return codes.get(folded) ?? null;
}

/** ISO 3166-1 alpha-2 of the country at whose domains a company is at home; null for `.com`, `.io` and the like. */
export function countryOfDomain(domain: string): string | null {
  const top = domain.slice(domain.lastIndexOf('.') + 1).toLowerCase();
  if (top.length !== 2 || (genericCountryDomains.has(top) && !AT_HOME.test(domain))) return null;
  return codes.get(top) ?? null;
}

const countryOf = remember((raw: string): string | null => {
  const name = said(raw);
  if (name === null) return null;
  const readings = [
    name,
    name.replace(BRACKETS, ''),
    IN_BRACKETS.exec(name)?.[1] ?? '',
    name.replace(BEFORE_LAST_COMMA, ''),
  ];
  for (const reading of readings) {
    const folded = fold(reading);
    const code = codes.get(folded) ?? codes.get(folded.replace(FORM_OF_STATE, ''));
    if (code !== undefined) return code;
  }
  return null;
});

/** What countries are called, folded. What several are called in one language or another names none. */
function index(): ReadonlyMap<string, string> {
  const named = new Map<string, Set<string>>();
  for (const language of countries.langs()) {
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of names.map(fold)) named.set(name, (named.get(name) ?? new Set()).add(code));
    }
  }
  const unambiguous = [...named].flatMap(([name, [code = '', another]]): [string, string][] =>
    another === undefined && !TOO_SHORT.test(name) ? [[name, code]] : [],
  );
  return new Map([
    ...unambiguous,
    ...Object.entries(countryNames),
    ...Object.entries(countries.getNumericCodes()).map(([key, code]): [string, string] => [key, code]),
    ...Object.entries(countries.getAlpha3Codes()).map(([key, code]): [string, string] => [fold(key), code]),
    ...Object.keys(countries.getAlpha2Codes()).map((code): [string, string] => [fold(code), code]),
  ]);
}
