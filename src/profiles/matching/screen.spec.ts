import * as fc from 'fast-check';
import type { StatedPerson } from '../../normalisation/index.js';
import { node } from './person.fixture.js';
import { scorePair, weightAt } from './scoring.js';
import { screenFor } from './screen.js';
import { standardModel } from './standard-model.js';

const LEAST = weightAt(0.5);

const letters = (from: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...from), minLength, maxLength });
const word = letters('abcdefghijklmnopqrstuvwxyzü', 4, 9);
const number = letters('0123456789', 7, 7);

/** Somebody of made-up names, in whose mailbox and company these may stand. */
const somebody: fc.Arbitrary<StatedPerson> = fc
  .record({ first: word, last: word, other: word, number, company: word })
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
    }),
  );

type Way = 'own' | 'same' | 'slip';
const way = fc.constantFrom<Way>('own', 'own', 'own', 'own', 'same', 'slip');

/** What somebody else says of himself who says some of it as the first does or with a slip, his names swapped or not. */
const pair = fc
  .record({
    one: somebody,
    own: somebody,
    swapped: fc.boolean(),
    at: fc.nat(9),
    firstName: way,
    lastName: way,
  })
  .chain((people) =>
    fc
      .record({ email: way, phone: way, company: way, website: way })
      .map((ways): readonly [StatedPerson, StatedPerson] => {
        const { one, own, swapped, at, firstName, lastName } = people;
        const say = (as: Way, theirs?: string | null, his?: string | null) => {
          if (as === 'own' || !theirs) return his ?? null;
          return as === 'same' ? theirs : theirs.slice(0, at) + theirs.slice(at + 1);
        };
        const [first, last] = swapped ? [one.lastName, one.firstName] : [one.firstName, one.lastName];
        const alike = { title: 'CEO', country: 'DE' };
        return [
          { ...one, ...alike },
          {
            firstName: say(firstName, first, own.firstName),
            lastName: say(lastName, last, own.lastName),
            email: say(ways.email, one.email, own.email),
            phone: say(ways.phone, one.phone, own.phone),
            company: say(ways.company, one.company, own.company),
            website: say(ways.website, one.website, own.website),
            ...alike,
          },
        ];
      }),
  );

describe('The screen before comparing', () => {
  it('rules out nobody who reaches what is asked', () => {
    fc.assert(
      fc.property(pair, fc.option(fc.constantFrom('1', '2'), { nil: undefined }), ([a, b], contact) => {
        const nodes = [node('a', a, contact), node('b', b, contact)] as const;
        const isRuledOut = screenFor(standardModel, nodes, LEAST)(0, 1);
        expect(isRuledOut && scorePair(standardModel, ...nodes).weight >= LEAST).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  const anna = { firstName: 'Anna', lastName: 'Berg', email: 'anna.berg@acme.com', title: 'CEO' };
  const anne = { firstName: 'Anna', lastName: 'Schmidt', email: 'a.schmidt@globex.com', title: 'CEO' };

  it('rules out who has but a first name and a title in common', () => {
    const nodes = [node('a', anna), node('b', anne)];
    expect(screenFor(standardModel, nodes, LEAST)(0, 1)).toBe(true);
  });

  const zelmira = { firstName: 'Zelmira', lastName: 'Berg', title: 'CEO' };

  it('rules out who has but a last name and a title in common', () => {
    const nodes = [node('a', zelmira), node('b', { ...zelmira, firstName: 'Oluchi' })];
    expect(screenFor(standardModel, nodes, LEAST)(0, 1)).toBe(true);
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
    expect(screenFor(standardModel, nodes, LEAST)(0, 1)).toBe(false);
  });

  it.each([
    ['last name', { lastName: 'Berg' }],
    ['mailbox', { email: 'anna.berg@home.org' }],
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
    expect(screenFor(standardModel, nodes, LEAST)(0, 1)).toBe(false);
  });

  it('rules out nobody where less is asked than those reach who are not alike', () => {
    const nodes = [node('a', anna), node('b', anne)];
    expect(screenFor(standardModel, nodes, weightAt(0.05))(0, 1)).toBe(false);
  });
});
