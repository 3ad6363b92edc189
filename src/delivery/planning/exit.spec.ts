import { reasonToLeave } from './exit.js';
import { accountCandidate, personCandidate } from './planning.fixture.js';

const now = new Date('2026-01-01T00:00:00Z');
const onlyGermans = { field: 'country', operator: 'equals', value: 'DE' } as const;
const { profile } = personCandidate({});

describe('A record stays out', () => {
  it.each([
    [
      'superseded',
      personCandidate({}, { profile: { ...profile, mergedInto: 'profile-2', doNotContact: true } }),
    ],
    ['do-not-contact', personCandidate({}, { profile: { ...profile, doNotContact: true } })],
    ['do-not-contact', accountCandidate({ doNotContact: true })],
    ['not-in-filter', accountCandidate({})],
  ])('as %s', (code, candidate) => {
    expect(reasonToLeave(candidate, { country: 'FR' }, { filter: onlyGermans, now })?.code).toBe(code);
  });

  it('for no reason where neither policy nor filter is against it', () => {
    expect(reasonToLeave(accountCandidate({}), { country: 'DE' }, { filter: onlyGermans, now })).toBeNull();
    expect(reasonToLeave(personCandidate({}), {}, { filter: null, now })).toBeNull();
  });
});
