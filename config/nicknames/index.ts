import { english } from './english.js';
import { germanic } from './germanic.js';
import { romance } from './romance.js';
import { slavic } from './slavic.js';

/**
 * Which given names go for which, as everyday usage has it in the languages of Europe and America. Each set
 * is a name in full and what people are called by it. Source: compiled by hand from common usage of short
 * forms, diminutives and spellings; not derived from anybody's records.
 */
export const nicknames: readonly (readonly [string, ...string[]])[] = [english, romance, germanic, slavic]
  .flatMap((lines) => lines.trim().split('\n'))
  .map((line) => line.split(' ') as [string, ...string[]]);
