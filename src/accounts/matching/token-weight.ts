import { companyTokenFrequencies } from '../../../config/company-token-frequencies.js';

const MILLION = Math.log(1_000_000);
const NUMBER = /^(?:\d+|[ivx]+)$/;
/** Numbers tell the vehicles of one house apart (`Fund V`, `Trust 2004-1`), seldom one house from another. */
const NUMBER_WEIGHT = 0.3;

const weights = new Map(
  [...companyTokenFrequencies.perMillion].map(([token, count]) => [token, 1 - Math.log(count) / MILLION]),
);

/** Inverse document frequency from 0 to 1: a word that is in no list of common ones tells most. */
export function tokenWeight(token: string): number {
  return weights.get(token) ?? (isNumber(token) ? NUMBER_WEIGHT : 1);
}

/** A word that many companies have in their names. */
export function isCommon(token: string): boolean {
  return weights.has(token);
}

/** Digits or a Roman numeral. */
export function isNumber(token: string): boolean {
  return NUMBER.test(token);
}
