/** Letters that Unicode does not decompose, by their usual spelling in plain Latin. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ə: 'e',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
const ASCII = /^[\0-\x7f]*$/;
const APOSTROPHES = /['’‘ʼʻ`´′]/g;
const DIACRITICS = /[\u0300-\u036f]/g;
const INVISIBLE = /\p{Cf}/gu;
/** Marks outside Latin, Greek and Cyrillic are vowels and belong to the word. */
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/** Without what nobody sees and copying brings along: zero-width spaces, soft hyphens, marks of direction. */
export function withoutInvisible(text: string): string {
  return ASCII.test(text) ? text : text.replace(INVISIBLE, '');
}

/**
 * The words of a text in lower case and plain letters, with one space between them: `D’Ångelo-Łuk & Co.` is
 * `dangelo luk co`. Empty where there is no letter or digit. Folding twice changes nothing.
 */
export function fold(text: string): string {
  if (ASCII.test(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return withoutInvisible(text)
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(DIACRITICS, '')
    .replace(UNDECOMPOSED, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFC')
    .replace(BETWEEN_WORDS, ' ')
    .trim();
}
