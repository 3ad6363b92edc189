import type { Warning } from '../../leads/index.js';

/** What may be odd about a lead of any source that is read all the same. Codes are part of the API and are never renamed. */
export const leadWarnings = {
  /** Bytes that are no text in the body's encoding. */
  textInvalid: (encoding: string): Warning => ({
    code: 'text-invalid',
    message: `Some bytes of the body are no ${encoding} text; each stands as the character U+FFFD.`,
  }),

  /** A NUL, which PostgreSQL cannot keep in a text. */
  nulRemoved: (field: string): Warning => ({
    code: 'nul-removed',
    message: `The field ${field} held a NUL character, which was removed.`,
  }),

  /** Half of a surrogate pair, which is no character. */
  surrogateReplaced: (field: string): Warning => ({
    code: 'surrogate-replaced',
    message: `The field ${field} held half of a character, which was replaced by U+FFFD.`,
  }),

  emailMalformed: (): Warning => ({
    code: 'email-malformed',
    message: 'The e-mail address is not well-formed; it was kept as sent.',
  }),

  /** A GUID stands in the address: the marketplace hides whose it is. */
  emailMasked: (): Warning => ({
    code: 'email-masked',
    message: 'The e-mail address holds a GUID, so it is probably masked and reaches nobody.',
  }),

  phoneMalformed: (): Warning => ({
    code: 'phone-malformed',
    message: 'The phone number is not well-formed; it was kept as sent.',
  }),

  countryMalformed: (): Warning => ({
    code: 'country-malformed',
    message: 'The country does not look like the name or code of one; it was kept as sent.',
  }),
} as const;

export type Note = (warning: Warning) => void;
