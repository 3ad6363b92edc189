import { companyAbbreviations } from '../../config/company-words.js';
import { fold } from './text.js';

const DOTTED_INITIALS = /(?<![\p{L}\p{N}])\p{L}(?:[./]\p{L})+(?![\p{L}\p{N}])/gu;
const CONNECTIVES: ReadonlySet<string> = new Set(['and', 'und', 'et']);
const CYRILLIC = /[\u0400-\u04ff]/;

/** Cyrillic as passports and domains write it in Latin (ICAO Doc 9303), after folding. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'i',
  і: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  ђ: 'dj',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  џ: 'dz',
};

/**
 * The words of a company's name: folded, in Latin, abbreviations written out, initials joined (`S.A.R.L.`,
 * `H & M`) and without the words that only connect.
 */
export function companyWords(name: string): string[] {
  const folded = fold(
    name.includes('.') || name.includes('/') ? name.replace(DOTTED_INITIALS, joinInitials) : name,
  );
  const words: string[] = [];
  let initials = false;
  for (const word of (CYRILLIC.test(folded) ? inLatin(folded) : folded).split(' ')) {
    if (word === '' || (CONNECTIVES.has(word) && words.length > 0)) continue;
    const initial = isInitial(word);
    if (initial && initials) words.push(`${words.pop()}${word}`);
    else words.push(word);
    initials = initial;
  }
  return words.map((word) => companyAbbreviations.get(word) ?? word);
}

function joinInitials(dotted: string): string {
  return dotted.replaceAll(/[./]/g, '');
}

function inLatin(text: string): string {
  return text.replaceAll(/[\u0400-\u04ff]/g, (letter) => LATIN[letter] ?? letter);
}

/** One letter; a digit tells companies apart and stays by itself. */
function isInitial(word: string): boolean {
  return word.length === 1 && (word < '0' || word > '9');
}
