const WRITTEN_OUT: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ø: 'oe',
};
const UMLAUTS = new RegExp(`[${Object.keys(WRITTEN_OUT).join('')}]`, 'g');
/** Not after a vowel or q, where the e belongs to what follows: Bauer, Jacques. */
const DIGRAPHS = /(?<![aeiouq])(?:([aou])e|(a)a)/g;

/** The text with its umlauts as two letters, in lower case; null where it has none. */
export function writeOutUmlauts(text: string): string | null {
  const lower = text.normalize('NFC').toLowerCase();
  const written = lower.replace(UMLAUTS, (letter) => WRITTEN_OUT[letter] ?? letter);
  return written === lower ? null : written;
}

/** Folded words without the second letter of what may be an umlaut: `muller` of `mueller`; null where there is none. */
export function dropUmlautLetters(folded: string): string | null {
  const dropped = folded.replace(DIGRAPHS, '$1$2');
  return dropped === folded ? null : dropped;
}
