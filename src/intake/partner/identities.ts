import type { LeadAttributes, LeadIdentity } from '../../leads/index.js';
import type { Note } from '../reading/warnings.js';
import type { IdentityAttributes } from '../source-config.js';
import { partnerWarnings as odd } from './warnings.js';

const LONGEST_ID = 200;

/** What senders write where they have no id: it would make one person of all of them. */
const NO_ID = /^(?:[0\s._-]+|null|nil|none|undefined|unknown|n\/?a)$/i;

/** The ids of its person among a lead's attributes, in an order that does not depend on how they were sent. */
export function identitiesIn(
  attributes: LeadAttributes | null,
  named: IdentityAttributes,
  note: Note,
): readonly LeadIdentity[] {
  const said = Object.entries(named).flatMap(([attribute, namespace]) => {
    if (attributes === null || !Object.hasOwn(attributes, attribute)) return [];
    const value = idOf(attributes[attribute]);
    if (value === null) note(odd.identityUnusable(attribute));
    return value === null ? [] : [{ namespace, value }];
  });
  return said.toSorted((one, other) => (one.namespace < other.namespace ? -1 : 1));
}

function idOf(value: LeadAttributes[string] | undefined): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && text.length <= LONGEST_ID && !NO_ID.test(text) ? text : null;
}
