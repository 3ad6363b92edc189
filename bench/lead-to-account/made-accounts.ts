import { AccountDirectory } from '../../src/accounts/account-directory.js';
import { assignBatch, type PersonToAssign } from '../../src/accounts/assign-batch.js';
import { accuracy, type Accuracy } from '../support/accuracy.js';

const BATCH = 200;

export interface LabelledPerson extends PersonToAssign {
  /** The company that the truth gives them to. */
  readonly truth: string;
}

export interface MadeAccounts extends Accuracy {
  readonly made: number;
  readonly true: number;
}

/** Lets accounts be made from nothing as people arrive, and compares who is together with who should be. */
export function makeAccounts(people: readonly LabelledPerson[]): MadeAccounts {
  const directory = new AccountDirectory([]);
  const accountOf = new Map<string, string>();
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people
      .slice(from, from + BATCH)
      .filter(({ evidence }) => evidence.emailDomain ?? evidence.website ?? evidence.company);
    for (const { profileId, accountId } of assignBatch(batch, directory).relations) {
      if (accountId !== null) accountOf.set(profileId, accountId);
    }
  }
  const given = people.flatMap(({ profileId }) => accountOf.get(profileId) ?? []);
  const both = people.flatMap(({ profileId, truth }) => {
    const account = accountOf.get(profileId);
    return account === undefined ? [] : [`${account} ${truth}`];
  });
  const truths = people.map(({ truth }) => truth);
  return {
    made: new Set(given).size,
    true: new Set(truths).size,
    ...accuracy(pairsTogether(both), pairsTogether(given), pairsTogether(truths)),
  };
}

function pairsTogether(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].reduce((pairs, size) => pairs + (size * (size - 1)) / 2, 0);
}
