/** Places that a secret or a person's data can hide in a text, and what is put there instead. */
const RULES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^]*?(?:-----END \1PRIVATE KEY-----|$)/g, '[secret]'],
  [/(\/intake\/[\w-]+\/)[^\s/?#"'\\]+/gi, '$1[secret]'],
  [/(\/\/)[^\s/:@]*:[^\s/@]+@/g, '$1[secret]@'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [secret]'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '[secret]'],
  [secretPair('=', `[^\\s&"',;]+`), '$1[secret]'],
  [secretPair(`\\\\?["']\\s*[:=]\\s*\\\\?["']`, `[^"'\\\\]+`), '$1[secret]'],
  [/[\p{L}\p{N}._%+'~!#$*^-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,}/giu, '[email]'],
];

/** A name that speaks of a secret, what stands between, and its value: `access_token=…`, `"password":"…"`. */
function secretPair(between: string, value: string): RegExp {
  const name = '[\\w-]{0,40}(?:password|passwd|secret|token|authorization|private_?key|api_?key)[\\w-]{0,40}';
  return new RegExp(`(${name}${between})${value}`, 'gi');
}

/** Digits with the separators people write between them, standing by themselves. */
const NUMBER_LIKE = /(?<![\w.-])\+?\(?\d[\d ().\-/]{5,22}\d(?![\w-]|[.:]\d)/g;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** No message of ours is longer; a payload may be. */
const MAX_LENGTH = 10_000;

/**
 * Takes e-mail addresses, phone-like numbers and credentials out of a text. It is the second line of
 * defence, for what slipped into a message; the first is not to log such things.
 */
export function redactText(text: string): string {
  const withoutSecrets = RULES.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    shorten(text),
  );
  return withoutSecrets.replace(NUMBER_LIKE, (number) => (looksLikePhone(number) ? '[phone]' : number));
}

/** ITU-T E.164 allows up to 15 digits; shorter ones than 9 are taken for phones when written with a plus. */
function looksLikePhone(number: string): boolean {
  if (ISO_DATE.test(number) || IPV4.test(number)) return false;
  const digits = number.replace(/\D/g, '').length;
  return digits <= 15 && digits >= (number.startsWith('+') ? 7 : 9);
}

/** Cut between words, since half an address is not recognised as one. */
function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH).replace(/\S*$/, '')}[${text.length} characters]`;
}
