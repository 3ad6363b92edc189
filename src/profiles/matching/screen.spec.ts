import * as fc from 'fast-check';
import type { StatedPerson } from '../../normalisation/index.js';
import { node } from './person.fixture.js';
import { scorePair, weightAt } from './scoring.js';
import { rowsOf, screenFor } from './screen.js';
import { standardModel } from './standard-model.js';

const LEAST = weightAt(0.5);

const somePart = fc.constantFrom(0.01, 0.2, 0.5, 0.9);

const letters = (from: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...from), minLength, maxLength });
const word = fc.oneof(
  { weight: 4, arbitrary: letters('abcdefghijklmnopqrstuvwxyzü', 4, 9) },
  { weight: 1, arbitrary: letters('abdegiknor', 1, 3) },
  { weight: 1, arbitrary: letters('абвгдежзиклмнопрст', 2, 8) },
);
const given = fc.oneof(word, fc.constantFrom('robert', 'bob', 'william', 'bill'));
const number = letters('0123456789', 7, 7);

/** Somebody of made-up names, in whose mailbox and company these may stand. */
const somebody: fc.Arbitrary<StatedPerson> = fc
  .record({ first: given, last: word, other: word, number, company: word })
  .chain(({ first, last, other, number: own, company }) =>
    fc.record({
      firstName: fc.constantFrom(first, first.charAt(0), `${first} ${other}`),
      lastName: fc.constantFrom(last, last, `${last} ${other}`),
      email: fc.constantFrom(
        `${first}.${last}@${company}.com`,
        `${first}${last}${own.slice(0, 2)}@gmail.com`,
        `${other}@${other}.com`,
        `info@${company}.com`,
        null,
      ),
      phone: fc.constantFrom(`+49 30 ${own}`, null),
      company: fc.constantFrom(company, `${company} ${other}`, other, null),
      website: fc.constantFrom(`${company}.com`, null),
      title: fc.constantFrom('CEO', 'Head of Sales', 'Sales Manager', null),
      country: fc.constantFrom('DE', 'FR', null),
    }),
  );

type Way = 'own' | 'same' | 'less' | 'other' | 'swapped';
const way = fc.constantFrom<Way>(
  'own',
  'own',
  'own',
  'own',
  'own',
  'same',
  'same',
  'less',
  'other',
  'swapped',
);

function says(as: Way, at: number, theirs?: string | null, own?: string | null): string | null {
  if (as === 'own' || !theirs) return own ?? null;
  const [before, one, next, after] = [theirs.slice(0, at), theirs[at], theirs[at + 1], theirs.slice(at + 2)];
  if (as === 'same' || one === undefined || next === undefined) return theirs;
  if (as === 'less') return before + next + after;
  return as === 'swapped' ? before + next + one + after : `${before}7${next}${after}`;
}

/** What somebody else says of himself who says some of it as the first does or with a slip, his names swapped or not. */
const pair = fc
  .record({ one: somebody, own: somebody, swapped: fc.boolean(), at: fc.nat(20) })
  .chain(({ one, own, swapped, at }) =>
    fc
      .record({ firstName: way, lastName: way, email: way, phone: way, company: way, website: way })
      .map((ways): readonly [StatedPerson, StatedPerson] => {
        const [first, last] = swapped ? [one.lastName, one.firstName] : [one.firstName, one.lastName];
        const other = {
          ...own,
          firstName: says(ways.firstName, at % 6, first, own.firstName),
          lastName: says(ways.lastName, at % 6, last, own.lastName),
          email: says(ways.email, at, one.email, own.email),
          phone: says(ways.phone, at % 12, one.phone, own.phone),
          company: says(ways.company, at % 6, one.company, own.company),
          website: says(ways.website, at % 6, one.website, own.website),
        };
        return [one, other];
      }),
  );

describe('The screen before comparing', () => {
  it('rules out nobody who reaches what is asked', () => {
    fc.assert(
      fc.property(
        pair,
        fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
        somePart,
        ([a, b], contact, part) => {
          const nodes = [node('a', a, contact), node('b', b, contact)] as const;
          const isRuledOut = screenFor(standardModel, rowsOf(nodes), weightAt(part))(0, 1);
          expect(isRuledOut && scorePair(standardModel, ...nodes).weight >= weightAt(part)).toBe(false);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  const anna = { firstName: 'Anna', lastName: 'Berg', email: 'anna.berg@acme.com', title: 'CEO' };
  const anne = { firstName: 'Anna', lastName: 'Schmidt', email: 'a.schmidt@globex.com', title: 'CEO' };

  it('rules out who has but a first name and a title in common', () => {
    const nodes = [node('a', anna), node('b', anne)];
    expect(screenFor(standardModel, rowsOf(nodes), LEAST)(0, 1)).toBe(true);
  });

  const zelmira = { firstName: 'Zelmira', lastName: 'Berg', title: 'CEO' };

  it('rules out who has but a last name and a title in common', () => {
    const nodes = [node('a', zelmira), node('b', { ...zelmira, firstName: 'Oluchi' })];
    expect(screenFor(standardModel, rowsOf(nodes), LEAST)(0, 1)).toBe(true);
  });

  it.each([
    ['with a slip', 'Zelmira', { firstName: 'Yelmira' }],
    ['a short form', 'Zelmira', { firstName: 'Zelm' }],
    ['an initial', 'Zelmira', { firstName: 'Z.' }],
    ['none', 'Zelmira', { firstName: null }],
    ['another of one initial', 'Zelmira', { firstName: 'Zora' }],
    ['a nickname', 'Robert', { firstName: 'Bob' }],
    ['what the mailbox says', 'Zelmira', { firstName: 'Oluchi', email: 'zelmira.berg@globex.com' }],
  ])('leaves who has the same last name by the first: %s', (_case, firstName, said) => {
    const nodes = [node('a', { ...zelmira, firstName }), node('b', { ...zelmira, ...said })];
    expect(screenFor(standardModel, rowsOf(nodes), LEAST)(0, 1)).toBe(false);
  });

  it.each([
    ['last name', { lastName: 'Berg' }],
    ['mailbox, its domain with a slip', { email: 'anna.berg@acme.co' }],
    ['mailbox, with a slip', { email: 'anna.brg@acme.com' }],
    ['name, swapped, the last name with a slip', { firstName: 'Bergh', lastName: 'Anna' }],
    ['name, swapped, the first name with a slip', { firstName: 'Berg', lastName: 'Anma' }],
    ['phone', { phone: '+49 30 9018205' }],
    ['phone, with a slip', { phone: '+49 30 9018204' }],
    ['company', { company: 'Acme Media' }],
    ['company, with a slip', { company: 'Ic Memedia' }],
    ['company’s first word, with a slip', { company: 'Icme Hospital' }],
  ])('leaves who may be one by the %s', (_case, said) => {
    const all = { ...anna, company: 'Acme Media GmbH', phone: '+49 30 9018205' };
    const nodes = [node('a', all), node('b', { ...anne, ...said })];
    expect(screenFor(standardModel, rowsOf(nodes), LEAST)(0, 1)).toBe(false);
  });

  it('leaves whose mailbox is of their own making at another domain', () => {
    const said = { firstName: 'Anna', title: 'CEO', country: 'DE' };
    const nodes = [
      node('a', { ...said, lastName: 'Berg', email: 'moonwalker77@gmail.com' }),
      node('b', { ...said, lastName: 'Schmidt', email: 'moonwalker77@acme.com' }),
    ];
    expect(screenFor(standardModel, rowsOf(nodes), LEAST)(0, 1)).toBe(false);
  });

  it('rules out colleagues of other names, and namesakes elsewhere whose mailboxes are made from their name', () => {
    const nodes = [
      node('a', { ...anna, company: 'Acme' }),
      node('b', {
        ...anna,
        firstName: 'Oluchi',
        lastName: 'Diaz',
        email: 'o.diaz@acme.com',
        company: 'Acme',
      }),
      node('c', { ...anna, email: 'anna.berg@globex.com', company: 'Globex', title: 'Buyer' }),
    ];
    const isRuledOut = screenFor(standardModel, rowsOf(nodes), LEAST);
    expect(isRuledOut(0, 1)).toBe(true);
    expect(isRuledOut(0, 2)).toBe(true);
  });
});
