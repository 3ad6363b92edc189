import { ruleProblems, satisfies, type Rule } from './rule.js';

const now = new Date('2026-06-15T00:00:00Z');
const fields = {
  country: 'US',
  stage: 'active',
  company: null,
  doNotContact: false,
  lastSeenAt: '2026-06-10T00:00:00Z',
};
const holds = (rule: Rule) => satisfies(rule, fields, now);

describe('rule', () => {
  it.each<[Rule, boolean]>([
    [{ field: 'country', operator: 'equals', value: 'us' }, true],
    [{ field: 'country', operator: 'in', value: ['DE', 'US'] }, true],
    [{ field: 'country', operator: 'notEquals', value: 'DE' }, true],
    [{ field: 'company', operator: 'equals', value: '' }, false],
    [{ field: 'company', operator: 'notEquals', value: 'Contoso' }, true],
    [{ field: 'company', operator: 'exists', value: false }, true],
    [{ field: 'company', operator: 'contains', value: '' }, false],
    [{ field: 'doNotContact', operator: 'equals', value: false }, true],
    [{ field: 'lastSeenAt', operator: 'withinDays', value: 5 }, true],
    [{ field: 'lastSeenAt', operator: 'withinDays', value: 4 }, false],
    [{ field: 'lastSeenAt', operator: 'before', value: '2026-06-11' }, true],
    [{ all: [] }, true],
    [{ any: [] }, false],
    [{ not: { field: 'stage', operator: 'startsWith', value: 'act' } }, false],
  ])('%j is %s', (rule, expected) => expect(holds(rule)).toBe(expected));

  it('says where a rule is wrong', () => {
    const rule = {
      all: [{ field: 'shoeSize', operator: 'equals' }, { not: { field: 'country', operator: 'resembles' } }],
    };
    expect(ruleProblems(rule, Object.keys(fields)).map(({ path }) => path)).toEqual([
      'filter.all[0].field',
      'filter.all[1].not.operator',
    ]);
  });

  it.each([null, 'x', [], { all: 'x' }, { has: 'opportunity' }, {}])('refuses %j as a rule', (rule) => {
    expect(ruleProblems(rule, ['country'])).not.toEqual([]);
  });
});
