import { titleWords } from '../../config/title-words.js';
import { said } from './not-said.js';
import { remember } from './remember.js';
import { fold } from './text.js';

const FILLING = new Set(['of', 'the', 'for', 'and', 'de', 'du', 'des', 'der', 'fur']);
const ELSEWHERE = / (?:at|bei|chez) .*$/;
const INITIALS = /\b(?:[a-z]\.)+[a-z]\b/gi;

/** A job title in folded words, abbreviations written out: `Sr. Mgr, IT` is `senior manager information technology`. */
export function normaliseTitle(raw: string | null): string | null {
  return raw === null ? null : titleOf(raw);
}

const titleOf = remember((raw: string): string | null => {
  const title = said(raw);
  if (title === null) return null;
  const folded = fold(title.replace(INITIALS, (letters) => letters.replaceAll('.', '')));
  const words = folded.replace(ELSEWHERE, '').split(' ').map(writtenOut);
  return words.filter((word) => !FILLING.has(word)).join(' ') || folded;
});

function writtenOut(word: string): string {
  return Object.hasOwn(titleWords, word) ? (titleWords[word] ?? word) : word;
}
