import type { Warning } from '../../leads/index.js';
import { leadWarnings } from '../reading/warnings.js';

/** Every odd case of a partner's lead that is kept all the same. Codes are part of the API and are never renamed. */
export const partnerWarnings = {
  ...leadWarnings,

  occurredAtMalformed: (): Warning => ({
    code: 'occurred-at-malformed',
    message: 'The field occurredAt is no time in ISO 8601, such as 2026-01-31T09:30:00Z, and was left out.',
  }),

  /** Its source says that the attribute is an id of the person. */
  identityUnusable: (attribute: string): Warning => ({
    code: 'identity-unusable',
    message: `The attribute ${attribute} holds no id of a person (a text of up to 200 characters or a whole number, and no filler such as 0 or unknown), so nobody is known by it.`,
  }),
} as const;
