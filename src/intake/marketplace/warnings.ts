import type { Warning } from '../../leads/index.js';
import { leadWarnings } from '../reading/warnings.js';

/** Every odd case of a marketplace body that is read all the same. Codes are part of the API and are never renamed. */
export const bodyWarnings = {
  ...leadWarnings,

  /** The content type names a charset that is none. */
  charsetUnknown: (): Warning => ({
    code: 'charset-unknown',
    message: 'The content type names a charset that is not known; the body was read as UTF-8.',
  }),

  /** The content type says UTF-16, the bytes say otherwise. */
  charsetMismatch: (): Warning => ({
    code: 'charset-mismatch',
    message: 'The content type says UTF-16 and the body is not; it was read as UTF-8.',
  }),

  /** An object, an array or a boolean where a text belongs. */
  fieldIgnored: (field: string): Warning => ({
    code: 'field-ignored',
    message: `The field ${field} is neither text nor a number and was ignored.`,
  }),

  /** A number too long to be read digit by digit. */
  numberInexact: (field: string): Warning => ({
    code: 'number-inexact',
    message: `The field ${field} is a number of more digits than JSON numbers keep; its last digits may differ.`,
  }),

  /** The same field several times with different values. */
  fieldRepeated: (field: string): Warning => ({
    code: 'field-repeated',
    message: `The field ${field} came more than once with different values; the first that is not empty was kept.`,
  }),

  /** UserDetails or CustomerInfo is neither an object nor the JSON of one. */
  personUnreadable: (field: string): Warning => ({
    code: 'person-unreadable',
    message: `${field} is neither an object nor the JSON text of one, so what it says of the person was not read.`,
  }),

  /** A campaign parameter that is neither text nor a number. */
  campaignValueIgnored: (): Warning => ({
    code: 'campaign-value-ignored',
    message: 'A campaign parameter in the description is neither text nor a number and was ignored.',
  }),
} as const;
