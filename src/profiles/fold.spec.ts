import * as fc from 'fast-check';
import { noLeadSource, noPerson, type LeadFact } from '../leads/index.js';
import { emptyProfile, fold as foldBy } from './fold.js';
import type { Profile } from './profile.js';
import {
  defaultRules,
  fieldGroupNames,
  type SurvivorshipRule,
  type SurvivorshipRules,
} from './survivorship/rules.js';
import { lock } from './survivorship/survive.js';

let next = 0;
function fact({ at, ...said }: Partial<LeadFact> & { at?: number | undefined }): LeadFact {
  next += 1;
  return {
    eventId: `event-${String(next).padStart(4, '0')}`,
    sourceId: 'source',
    profileId: 'p',
    receivedAt: new Date(at ?? next),
    person: noPerson,
    emailKey: null,
    identities: [],
    leadSource: noLeadSource,
    stage: 'active',
    campaign: null,
    description: null,
    ...said,
  };
}

const fold = (profile: Profile, facts: readonly LeadFact[], rules = defaultRules) =>
  foldBy(profile, facts, rules);
const everywhere = (rule: SurvivorshipRule) =>
  Object.fromEntries(fieldGroupNames.map((group) => [group, rule])) as unknown as SurvivorshipRules;

const dnc = (said: Parameters<typeof fact>[0] = {}) => fact({ stage: 'do-not-contact', ...said });

describe('fold', () => {
  it('lets the latest value that is not empty win and remembers where it came from', () => {
    const early = fact({ at: 1, person: { ...noPerson, company: 'Contoso', title: 'CTO' } });
    const late = fact({ at: 2, person: { ...noPerson, company: 'Fabrikam', title: null } });
    const { fields } = fold(emptyProfile('p'), [late, early]);
    expect(fields.company).toEqual(expect.objectContaining({ value: 'Fabrikam', eventId: late.eventId }));
    expect(fields.title).toEqual(expect.objectContaining({ value: 'CTO', eventId: early.eventId }));
  });

  it('keeps the furthest stage', () => {
    const facts = [fact({ stage: 'initial-interest' }), fact({ stage: 'trial' }), fact({ stage: null })];
    expect(fold(emptyProfile('p'), facts).stage).toBe('trial');
  });

  it('marks a person known only from do-not-contact leads', () => {
    expect(fold(emptyProfile('p'), [dnc(), dnc()]).doNotContact).toBe(true);
    expect(fold(emptyProfile('p'), [dnc(), fact({})]).doNotContact).toBe(false);
    expect(fold(fold(emptyProfile('p'), [fact({})]), [dnc()]).doNotContact).toBe(false);
  });

  it('does not let a do-not-contact lead replace what the person asked for', () => {
    const asked = fact({
      at: 1,
      leadSource: { ...noLeadSource, raw: 'SPZA-PLT|a.b', source: 'AppSource', action: 'PLT' },
    });
    const other = dnc({
      at: 2,
      leadSource: { ...noLeadSource, raw: 'SPZA-DNC|a.b', source: 'AppSource', action: 'DNC' },
    });
    expect(fold(emptyProfile('p'), [asked, other]).fields.action?.value).toBe('PLT');
  });

  it('takes both names from one lead wherever it says both', () => {
    const early = fact({ at: 1, person: { ...noPerson, firstName: 'Ann', lastName: 'Lee' } });
    const complete = fact({
      at: 2,
      person: { ...noPerson, firstName: 'Bo', lastName: 'Ek', email: 'bo@ek.se' },
    });
    const late = fact({ at: 3, person: { ...noPerson, firstName: 'Cy', lastName: 'Fox' } });
    const nameBy = (rule: SurvivorshipRule) => {
      const { firstName, lastName } = fold(
        emptyProfile('p'),
        [late, early, complete],
        everywhere(rule),
      ).fields;
      return `${firstName?.value} ${lastName?.value}`;
    };
    expect(nameBy({ rule: 'most-recent' })).toBe('Cy Fox');
    expect(nameBy({ rule: 'longest-standing' })).toBe('Ann Lee');
    expect(nameBy({ rule: 'most-complete' })).toBe('Bo Ek');
  });

  describe('by any rule', () => {
    const values = (letter: string) =>
      fc.option(
        fc.integer({ min: 0, max: 9 }).map((n) => (n === 0 ? '' : `${letter.repeat(n % 3 ? 1 : 300)}${n}`)),
      );
    const lead = fc.record({
      at: fc.integer({ min: 0, max: 5 }),
      sourceId: fc.constantFrom('s1', 's2', 's3'),
      stage: fc.constantFrom<LeadFact['stage']>('active', 'trial', 'do-not-contact', null),
      company: values('a'),
      title: values('b'),
      firstName: values('c'),
    });
    const history = fc.array(lead, { minLength: 1, maxLength: 20 });
    const rule = fc.constantFrom<SurvivorshipRule>(
      { rule: 'most-recent' },
      { rule: 'longest-standing' },
      { rule: 'most-complete' },
      { rule: 'source-priority', sources: ['s2', 's1'] },
    );
    const factsOf = (
      all: readonly { company: string | null; title: string | null; firstName: string | null }[],
    ) =>
      all.map(({ company, title, firstName, ...rest }) =>
        fact({ ...rest, person: { ...noPerson, company, title, firstName } }),
      );
    /** Adds the facts in a random order and in random groups. */
    const piecewise = (
      profile: Profile,
      facts: readonly LeadFact[],
      rules: SurvivorshipRules,
      random: () => number,
    ) => {
      const waiting = facts.map((one) => ({ one, at: random() })).toSorted((a, b) => a.at - b.at);
      let folded = profile;
      while (waiting.length > 0)
        folded = fold(
          folded,
          waiting.splice(0, 1 + (random() % 4)).map(({ one }) => one),
          rules,
        );
      return folded;
    };
    const numbers = fc.infiniteStream(fc.nat()).map((stream) => () => stream.next().value ?? 0);

    it('gives the same profile for facts in any order and in any grouping', () => {
      fc.assert(
        fc.property(history, rule, numbers, (all, one, random) => {
          const facts = factsOf(all);
          const whole = fold(emptyProfile('p'), facts, everywhere(one));
          const inPieces = piecewise(emptyProfile('p'), facts, everywhere(one), random);
          expect({ ...inPieces, version: 0 }).toEqual({ ...whole, version: 0 });
        }),
        { numRuns: 200 },
      );
    });

    it('gives the same beside a locked value whenever it was locked', () => {
      const held = { field: 'company', value: 'Fixed', lockedBy: 'Ops', lockedAt: new Date(9) } as const;
      const withLock = (profile: Profile): Profile => ({
        ...profile,
        fields: { ...profile.fields, company: lock(profile.fields.company, held) },
      });
      fc.assert(
        fc.property(history, rule, numbers, fc.nat(), (all, one, random, cut) => {
          const facts = factsOf(all);
          const rules = everywhere(one);
          const lockedLast = withLock(fold(emptyProfile('p'), facts, rules));
          const half = fold(emptyProfile('p'), facts.slice(0, cut % facts.length), rules);
          const lockedMidway = piecewise(withLock(half), facts.slice(cut % facts.length), rules, random);
          expect(lockedMidway.fields).toEqual(lockedLast.fields);
          expect(lockedMidway.fields.company?.value).toBe('Fixed');
        }),
        { numRuns: 200 },
      );
    });

    it('never lets an empty value win, and loses no field that any lead says', () => {
      fc.assert(
        fc.property(history, rule, (all, by) => {
          const { fields } = fold(emptyProfile('p'), factsOf(all), everywhere(by));
          for (const name of ['company', 'title', 'firstName'] as const) {
            const said = all.map((one) => one[name] ?? '').filter((value) => value !== '');
            expect(said.length === 0 ? [undefined] : said).toContain(fields[name]?.value);
          }
        }),
      );
    });
  });
});
