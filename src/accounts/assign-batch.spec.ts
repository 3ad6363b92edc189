import * as fc from 'fast-check';
import { normalisePerson, type StatedPerson } from '../normalisation/index.js';
import { AccountDirectory } from './account-directory.js';
import { assignBatch, type PersonToAssign } from './assign-batch.js';
import { evidenceOf } from './matching/index.js';

function person(profileId: string, stated: StatedPerson): PersonToAssign {
  const companyName = stated.company ?? null;
  return { profileId, evidence: evidenceOf(normalisePerson(stated), companyName), companyName };
}

function assign(people: readonly StatedPerson[], directory = new AccountDirectory([])) {
  const { relations, changed } = assignBatch(
    people.map((stated, index) => person(String(index), stated)),
    directory,
  );
  const accountOf = people.map((_, index) => relations.find((r) => r.profileId === String(index))?.accountId);
  return { relations, changed, accountOf };
}

describe('assignBatch', () => {
  it('makes one account for two people of one new company', () => {
    const { changed, accountOf } = assign([
      { email: 'ann@contoso.com' },
      { email: 'bob@contoso.com', company: 'Contoso Ltd' },
      { company: 'CONTOSO LIMITED', website: 'www.contoso.com' },
      { email: 'eve@gmail.com', company: 'Contoso' },
    ]);
    expect(changed).toEqual([expect.objectContaining({ name: 'Contoso Ltd', domains: ['contoso.com'] })]);
    expect(new Set(accountOf).size).toBe(1);
  });

  it('makes none of mail providers, placeholders and people who name no company', () => {
    const { changed } = assign([
      { email: 'ann@gmail.com', company: 'self-employed', website: 'n/a', country: 'DE' },
    ]);
    expect(changed).toEqual([]);
  });

  it('keeps sister companies in two countries apart and gives each person to the one of their country', () => {
    const { changed, accountOf } = assign([
      { email: 'ann@contoso.de', company: 'Contoso GmbH', country: 'DE' },
      { email: 'bob@contoso.fr', company: 'Contoso SARL', country: 'FR' },
      { email: 'eve@gmail.com', company: 'Contoso', country: 'FR' },
    ]);
    expect(changed).toHaveLength(2);
    expect(accountOf[2]).toBe(accountOf[1]);
  });

  it('gives a person to neither of two companies that are as likely', () => {
    const known = ['de', 'fr'].map((ending) => ({
      id: ending,
      name: 'Contoso',
      namedBy: 'lead' as const,
      country: ending.toUpperCase(),
      domains: [`contoso.${ending}`],
    }));
    const { relations, changed } = assign([{ company: 'Contoso' }], new AccountDirectory(known));
    expect(relations).toEqual([expect.objectContaining({ accountId: null, reason: 'ambiguous' })]);
    expect(changed).toEqual([]);
  });

  it('learns the name of an account that it knew by its domain only', () => {
    const contoso = {
      id: '1',
      name: 'contoso.com',
      namedBy: 'domain' as const,
      country: null,
      domains: ['contoso.com'],
    };
    const { changed } = assign(
      [{ email: 'ann@contoso.com', company: 'Contoso AG' }],
      new AccountDirectory([contoso]),
    );
    expect(changed).toEqual([{ ...contoso, name: 'Contoso AG', namedBy: 'lead' }]);
  });

  it('never renames what a person named', () => {
    const contoso = {
      id: '1',
      name: 'The real one',
      namedBy: 'person' as const,
      country: null,
      domains: ['contoso.com'],
    };
    const { changed } = assign(
      [{ email: 'ann@contoso.com', company: 'Contoso AG' }],
      new AccountDirectory([contoso]),
    );
    expect(changed).toEqual([]);
  });

  it('gives people the same companies in whatever order they come', () => {
    const company = fc.constantFrom(
      undefined,
      'Contoso',
      'CONTOSO GmbH',
      'Contoso Retail',
      'Cntoso',
      'Fabrikam',
      'n/a',
    );
    const email = fc.constantFrom(undefined, 'a@contoso.com', 'b@contoso.de', 'c@gmail.com', 'd@fabrikam.fr');
    const country = fc.constantFrom(undefined, 'DE', 'FR');
    const people = fc.array(fc.record({ company, email, country }), { minLength: 1, maxLength: 12 });
    const shuffled = people.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const inOrder = assign(list).accountOf;
        const other = assign(order.flatMap((index) => list[index] ?? [])).accountOf;
        const asBefore = [...list.keys()].map((index) => other[order.indexOf(index)]);
        expect(partition(asBefore)).toEqual(partition(inOrder));
      }),
    );
  });
});

/** Who is together, without the ids: for each the first who has the same account. */
function partition(accounts: readonly (string | null | undefined)[]): number[] {
  return accounts.map((account) => (account ? accounts.indexOf(account) : -1));
}
