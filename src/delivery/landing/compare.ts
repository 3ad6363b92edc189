import type { FieldValue, FieldValues, LookUpAnswer } from '../../systems/index.js';
import { same } from '../planning/decision.js';

/** Something that was accepted over there and does not stand there. */
export interface Finding {
  /** Null where the record itself is not there. */
  readonly field: string | null;
  readonly sent: FieldValue;
  readonly found: FieldValue;
  readonly message: string;
}

/** What of the values that were sent does not stand over there. */
export function compare(remoteId: string, sent: FieldValues, answer: LookUpAnswer | undefined): Finding[] {
  const live = answer?.candidates.find((candidate) => candidate.remoteId === remoteId);
  if (!live) {
    const message = `The record ${remoteId} was accepted and cannot be found: it was deleted, or the connected user may not see it.`;
    return [{ field: null, sent: null, found: null, message }];
  }
  return Object.entries(sent).flatMap(([field, value]) => {
    // A system that tells no field of a record, only that it is there, tells nothing against it.
    if (!Object.hasOwn(live.fields, field)) return [];
    const found = live.fields[field] ?? null;
    if (same(found, value)) return [];
    const message = `${field} of ${remoteId} was accepted but did not land: something over there, a flow, a rule or a person, set it otherwise.`;
    return [{ field, sent: value, found, message }];
  });
}
