import { legalForms } from '../../../config/legal-forms.js';
import { countryOfWord, type NormalisedCompany } from '../../normalisation/index.js';
import { tokenSimilarity } from './token-similarity.js';
import { isNumber, tokenWeight } from './token-weight.js';

/** From here on two names are taken for one company's, where nothing else is known. */
export const SAME_COMPANY = 0.8;

/** `MWFP` for `Millar Western Forest Products`: likely, but other names have the same initials. */
const ACRONYM = 0.85;
/** Words that stand against words (`Oil`, `Gas`) weigh so much more than words that the other name leaves out. */
const CONTRADICTION = 0.5;
const OTHER_KIND_OF_COMPANY = 0.97;
const OTHER_COUNTRY = 0.85;
const kindOf = new Map(legalForms.map(({ form, kind }) => [form, kind]));

/**
 * How alike two company names are, from 0 to 1: soft TF-IDF, in which words that are alike but for a slip of
 * the pen count as shared and a word counts for more the fewer companies have it (Cohen, Ravikumar and
 * Fienberg 2003), with shared weight over all weight. Countries that contradict each other tell sister
 * companies apart; another kind of legal form is weak evidence, since people seldom write it right.
 */
export function companySimilarity(one: NormalisedCompany, other: NormalisedCompany): number {
  return wordSimilarity(one, other) * kindFactor(one, other) * countryFactor(one, other);
}

function wordSimilarity(one: NormalisedCompany, other: NormalisedCompany): number {
  if (one.key === other.key) return 1;
  if (isAcronym(one, other) || isAcronym(other, one)) return ACRONYM;
  const left = joinLike(one.tokens, other.tokens);
  const right = joinLike(other.tokens, left);
  return overlap(left, right);
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly similarity: number;
}

/** Dice's coefficient over weights; each word is paired at most once, the best pairs first. */
function overlap(left: readonly string[], right: readonly string[]): number {
  const pairs: Pair[] = left.flatMap((token, at) =>
    right.flatMap((otherToken, otherAt) => {
      const similarity = tokenSimilarity(token, otherToken);
      return similarity > 0 ? [{ left: at, right: otherAt, similarity }] : [];
    }),
  );
  const leftWeights = left.map(tokenWeight);
  const rightWeights = right.map(tokenWeight);
  const usedLeft = new Set<number>();
  const usedRight = new Set<number>();
  let shared = 0;
  for (const pair of pairs.toSorted((a, b) => b.similarity - a.similarity)) {
    if (usedLeft.has(pair.left) || usedRight.has(pair.right)) continue;
    usedLeft.add(pair.left);
    usedRight.add(pair.right);
    // A misspelt common word is in no list; it weighs what the word it stands for weighs.
    const weight = Math.min(leftWeights[pair.left] ?? 0, rightWeights[pair.right] ?? 0);
    leftWeights[pair.left] = weight;
    rightWeights[pair.right] = weight;
    shared += 2 * pair.similarity * weight;
  }
  const leftOver = left.filter((_, at) => !usedLeft.has(at));
  const rightOver = right.filter((_, at) => !usedRight.has(at));
  const all = sum(leftWeights) + sum(rightWeights) + contradiction(leftOver, rightOver);
  return all === 0 ? 0 : shared / all;
}

function contradiction(left: readonly string[], right: readonly string[]): number {
  const one = sum(left.filter(isWord).map(tokenWeight));
  const other = sum(right.filter(isWord).map(tokenWeight));
  return one > 0 && other > 0 ? CONTRADICTION * (one + other) : 0;
}

function isWord(token: string): boolean {
  return !isNumber(token);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Joins neighbouring words that the other name writes as one: `van der bilt` beside `vanderbilt`. */
function joinLike(tokens: readonly string[], others: readonly string[]): readonly string[] {
  for (let length = Math.min(3, tokens.length); length > 1; length -= 1) {
    for (let at = 0; at + length <= tokens.length; at += 1) {
      const joined = tokens.slice(at, at + length).join('');
      if (others.some((other) => tokenSimilarity(joined, other) > 0 && !tokens.includes(other)))
        return [...tokens.slice(0, at), joined, ...joinLike(tokens.slice(at + length), others)];
    }
  }
  return tokens;
}

function isAcronym(short: NormalisedCompany, long: NormalisedCompany): boolean {
  const [token = '', ...more] = short.tokens;
  if (more.length > 0 || token.length < 3 || long.tokens.length < 3) return false;
  return token === long.tokens.map((word) => word.charAt(0)).join('');
}

function kindFactor(one: NormalisedCompany, other: NormalisedCompany): number {
  const kind = kindOf.get(one.legalForm ?? '') ?? null;
  const otherKind = kindOf.get(other.legalForm ?? '') ?? null;
  return kind !== null && otherKind !== null && kind !== otherKind ? OTHER_KIND_OF_COMPANY : 1;
}

function countryFactor(one: NormalisedCompany, other: NormalisedCompany): number {
  const country = namedCountry(one);
  const otherCountry = namedCountry(other);
  return country !== null && otherCountry !== null && country !== otherCountry ? OTHER_COUNTRY : 1;
}

function namedCountry({ tokens }: NormalisedCompany): string | null {
  return tokens.length > 1 ? countryOfWord(tokens.at(-1) ?? '') : null;
}
