import * as fc from 'fast-check';
import { blockingKeys } from './blocking.js';
import { loadModel } from './match-model.js';
import { node, statedPerson } from './person.fixture.js';
import { compare, explainPair, probabilityOf, scorePair } from './scoring.js';
import { stableHash } from './stable-hash.js';
import { standardModel } from './standard-model.js';

const pairs = fc.tuple(statedPerson, statedPerson).map(([a, b]) => [node('a', a), node('b', b)] as const);

describe('Scoring', () => {
  it('is the same both ways round', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(compare(a, b)).toEqual(compare(b, a));
        expect(scorePair(standardModel, a, b)).toEqual(scorePair(standardModel, b, a));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes what is not known for no evidence', () => {
    const nobody = node('a', {});
    fc.assert(
      fc.property(statedPerson, (person) => {
        expect(scorePair(standardModel, nobody, node('b', person)).weight).toBe(standardModel.prior);
      }),
    );
  });

  it('explains exactly what it adds up', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const { prior, evidence, weight, probability } = explainPair(standardModel, a, b);
        const score = scorePair(standardModel, a, b);
        expect(evidence.reduce((sum, step) => sum + step.weight, prior)).toBeCloseTo(score.weight, 9);
        expect(weight).toBeCloseTo(score.weight, 9);
        expect(probability).toBeCloseTo(score.probability, 9);
      }),
    );
  });

  it('grows in probability with the weight', () => {
    const weight = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(weight, weight, (one, other) => {
        expect(
          Math.sign(probabilityOf(one) - probabilityOf(other)) * Math.sign(one - other),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    ['a nickname', { firstName: 'Robert' }, { firstName: 'Bob' }, 'same last name, first name by nickname'],
    ['a slip', { firstName: 'Robert' }, { firstName: 'Robret' }, 'same last name, first name with a slip'],
    ['an initial', { firstName: 'Robert' }, { firstName: 'R.' }, 'same last name, first name by initial'],
    ['another name', { firstName: 'Robert' }, { firstName: 'Anna' }, 'same last name, other first name'],
  ])('knows %s', (_case, one, other, label) => {
    const [a, b] = [node('a', { ...one, lastName: 'Berg' }), node('b', { ...other, lastName: 'Berg' })];
    expect(explainPair(standardModel, a, b).evidence.find((step) => step.comparison === 'name')?.label).toBe(
      label,
    );
  });

  it.each([
    ['a slip in the name', { lastName: 'Bregmann' }, 'anna.bergmann@gmail.com'],
    ['a slip in the mailbox', { lastName: 'Bergmann' }, 'anna.bregmann@gmail.com'],
    ['another letter in the mailbox', { lastName: 'Bergmann' }, 'anna.bergmonn@gmail.com'],
    ['a slip in the provider', { lastName: 'Bergmann' }, 'anna.bergmann@gmaio.com'],
    ['a nickname', { firstName: 'Annie', lastName: 'Bregmann' }, 'anna.bergmann@gmail.com'],
  ])('takes a mailbox for made from the name with %s', (_case, said, email) => {
    const one = node('a', { firstName: 'Anna', lastName: 'Bergmann', email: 'anna.bergmann@gmail.com' });
    const other = node('b', { firstName: 'Anna', ...said, email });
    const step = explainPair(standardModel, one, other).evidence.find(
      ({ comparison }) => comparison === 'email',
    );
    expect(step?.label).toBe('same private address or a slip, made from the name');
  });

  it('takes a mailbox at a domain that is nobody’s employer for made from the name, its domain mistyped or not', () => {
    const [one, other] = ['anna.bergmann@mailbox.example', 'anna.bergmann@mailbux.example'].map((email, at) =>
      node(String(at), { firstName: 'Anna', lastName: 'Bergmann', email, company: at ? 'Acme' : 'Globex' }),
    );
    const step =
      one &&
      other &&
      explainPair(standardModel, one, other).evidence.find(({ comparison }) => comparison === 'email');
    expect(step?.label).toBe('same private address or a slip, made from the name');
  });

  it('counts another mailbox of one company against one person', () => {
    const [a, b] = ['anna.berg@acme.com', 'clara.dahl@acme.com'].map((email, at) =>
      node(String(at), { email }),
    );
    const step =
      a && b && explainPair(standardModel, a, b).evidence.find(({ comparison }) => comparison === 'email');
    expect(step?.weight).toBeLessThan(-3);
  });
});

describe('Blocking', () => {
  it('gives equal people equal keys, each once, of signed 64 bits', () => {
    fc.assert(
      fc.property(statedPerson, (person) => {
        const keys = blockingKeys(node('a', person));
        expect(blockingKeys(node('b', person))).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.every((key) => key === BigInt.asIntN(64, key))).toBe(true);
      }),
    );
  });

  it('hashes for ever the same, since the hashes are stored', () => {
    expect(stableHash('o|acme|berg')).toBe(8726010368453760792n);
  });
});

describe('A model file', () => {
  it.each([
    ['nothing', null, 'the model must be an object'],
    [
      'a comparison that is missing',
      { ...standardModel, levels: {} },
      'levels.identity must be a list of 2 levels',
    ],
    ['no prior', { ...standardModel, prior: Number.NaN }, 'prior must be a number'],
  ])('is refused with %s', (_case, json, message) => {
    expect(() => loadModel(json)).toThrow(message);
  });
});
