import { parse } from 'tldts';
import { countryWords, notCompanies, regionWords } from '../../config/company-words.js';
import { unspacedLegalForms, type LegalForm } from '../../config/legal-forms.js';
import { companyWords } from './company-words.js';
import { countryNamed } from './country.js';
import { stripLegalForms, type Stripped } from './legal-form.js';
import { said } from './not-said.js';
import { remember } from './remember.js';
import { fold } from './text.js';

export interface NormalisedCompany {
  /** The words of the name without article and legal form: folded, abbreviations written out. Never empty. */
  readonly tokens: readonly string[];
  /** The words with one space between them. */
  readonly core: string;
  /** What tells names apart however they are spaced and spelt: `Good-Will` is `Goodwill`, `Müller` is `Mueller`. */
  readonly key: string;
  /** In one spelling: `Aktiengesellschaft` is `AG`. */
  readonly legalForm: string | null;
  /** ISO 3166-1 alpha-2, where the name tells by its last word or by a form that one country has. */
  readonly country: string | null;
}

const EAST_ASIAN = /[\u1100-\u11ff\u3040-\u30ff\u3200-\u32ff\u3400-\u9fff\uac00-\ud7af]/;
const GLUED_FORM = /(?<=[a-z]{2})(?=(?:AG|AB|BV|GmbH|KG|LLC|NV|SA|SE|SARL|Oy)\.?$)/;
const HOST = /^(?:https?:\/\/)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\/?$/iu;

interface UnspacedForm {
  readonly form: string;
  readonly country: string;
}

interface Unspaced {
  readonly name: string;
  readonly form: string | null;
  readonly country: string | null;
}

const unspacedForms: readonly UnspacedForm[] = Object.entries(unspacedLegalForms).flatMap(
  ([country, forms]) => forms.map((form) => ({ form, country })),
);

/** A company's name in the form that is compared; null for what names none, such as `self-employed` or `n/a`. */
export function normaliseCompany(raw: string | null): NormalisedCompany | null {
  return raw === null ? null : remembered(raw);
}

const remembered = remember(normalise);

function normalise(raw: string): NormalisedCompany | null {
  const name = said(raw);
  if (name === null) return null;
  const unspaced = withoutUnspacedForm(name.normalize('NFKC'));
  const words = companyWords(labelOfHost(unspaced.name) ?? unspaced.name.replace(GLUED_FORM, ' '));
  const { tokens, form } = strip(words);
  if (tokens.length === 0 || notCompanies.has(words.join(' ')) || notCompanies.has(tokens.join(' ')))
    return null;
  const [home = null, ...others] = form?.countries ?? [];
  return {
    tokens,
    core: tokens.join(' '),
    key: keyOf(tokens),
    legalForm: form?.form ?? unspaced.form,
    country: countryOf(tokens) ?? (others.length === 0 ? home : null) ?? unspaced.country,
  };
}

/** Forms stand at the ends, but also before the region that a branch adds: `Rio Algom Corporation Europe`. */
function strip(words: readonly string[], outermost: LegalForm | null = null): Stripped {
  const name = words[0] === 'the' && words.length > 1 ? words.slice(1) : words;
  const whole = stripLegalForms(name);
  const { tokens, form } = whole.form === null && isRegion(name.at(-1)) ? beforeRegion(name) : whole;
  const found = outermost ?? form;
  return tokens.length === words.length ? { tokens, form: found } : strip(tokens, found);
}

function beforeRegion(words: readonly string[]): Stripped {
  const { tokens, form } = stripLegalForms(words.slice(0, -1));
  return { tokens: [...tokens, ...words.slice(-1)], form };
}

function isRegion(word = ''): boolean {
  return regionWords.has(word) || countryOfWord(word) !== null;
}

/** Two letters are rather initials than a code. */
export function countryOfWord(word: string): string | null {
  return countryWords.get(word) ?? (word.length > 3 ? countryNamed(word) : null);
}

function countryOf(tokens: readonly string[]): string | null {
  return tokens.length > 1 ? countryOfWord(tokens.at(-1) ?? '') : null;
}

function keyOf(tokens: readonly string[]): string {
  return tokens.join('').replaceAll(/(?<=[aou])e/g, '');
}

/** What stands before the public suffix where a web address was given for the name. */
function labelOfHost(name: string): string | null {
  if (!name.includes('.') || !HOST.test(name)) return null;
  const { isIcann, domainWithoutSuffix } = parse(name);
  return isIcann ? domainWithoutSuffix : null;
}

function withoutUnspacedForm(name: string, outermost: UnspacedForm | null = null): Unspaced {
  const found = EAST_ASIAN.test(name) ? unspacedForms.find(({ form }) => leaves(name, form)) : undefined;
  if (!found) return { name, form: outermost?.form ?? null, country: outermost?.country ?? null };
  return withoutUnspacedForm(name.replace(found.form, ' ').trim(), outermost ?? found);
}

function leaves(name: string, form: string): boolean {
  return name.includes(form) && fold(name.replace(form, ' ')) !== '';
}
