import type { RecordFields } from '../mapping/record.js';
import type { Candidate } from './candidate.js';
import type { HoldCode } from './decision.js';
import { satisfies, type Rule } from './rule.js';

/** Why a record is not to be over there. */
export interface Leaving {
  readonly code: HoldCode;
  readonly message: string;
}

/** Null for a record that belongs there. */
export function reasonToLeave(
  candidate: Candidate,
  fields: RecordFields,
  { filter, now }: { readonly filter: Rule | null; readonly now: Date },
): Leaving | null {
  if (candidate.kind === 'person' && candidate.profile.mergedInto) {
    return {
      code: 'superseded',
      message: `This person is now profile ${candidate.profile.mergedInto}, which is delivered.`,
    };
  }
  const { doNotContact } = candidate.kind === 'person' ? candidate.profile : candidate.account;
  if (doNotContact) {
    return {
      code: 'do-not-contact',
      message: 'Known only from leads that asked another partner to call. Never starts outreach.',
    };
  }
  if (!filter || satisfies(filter, fields, now)) return null;
  return { code: 'not-in-filter', message: 'The filter of the sync leaves this record out.' };
}
