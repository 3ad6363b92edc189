import type { MappingEntry, ObjectDescription } from '../../system.js';
import { lastName, personEntries, takenBy } from './person.js';

/** A Contact belongs to the Account that a sync of the same destination keeps, where there is one. */
export function defaultContactMapping(description: ObjectDescription): MappingEntry[] {
  const account: MappingEntry = { from: 'accountRemoteId', to: 'AccountId' };
  const hasAccount = takenBy(description)(account.to);
  return [lastName, ...(hasAccount ? [account] : []), ...personEntries(description, 'Mailing')];
}
