import { ruleProblems, sourcesIn } from './check-rules.js';

const one = '01930000-0000-7000-8000-000000000001';
const other = '01930000-0000-7000-8000-000000000002';

describe('A change of rules', () => {
  it('names a rule for each group of fields, or null for the default', () => {
    const change = {
      name: { rule: 'most-complete' },
      company: { rule: 'source-priority', sources: [one, other] },
      email: null,
    } as const;
    expect(ruleProblems(change)).toEqual([]);
    expect(sourcesIn(change)).toEqual([
      { path: 'survivorship.company.sources.0', id: one },
      { path: 'survivorship.company.sources.1', id: other },
    ]);
  });

  it.each([
    [{ colour: null }, 'survivorship.colour'],
    [{ name: 'most-recent' }, 'survivorship.name'],
    [{ name: {} }, 'survivorship.name.rule'],
    [{ name: { rule: 'best' } }, 'survivorship.name.rule'],
    [{ name: { rule: 'most-recent', weight: 1 } }, 'survivorship.name.weight'],
    [{ name: { rule: 'most-recent', sources: [one] } }, 'survivorship.name.sources'],
    [{ name: { rule: 'source-priority' } }, 'survivorship.name.sources'],
    [{ name: { rule: 'source-priority', sources: [] } }, 'survivorship.name.sources'],
    [{ name: { rule: 'source-priority', sources: ['x'] } }, 'survivorship.name.sources.0'],
    [{ name: { rule: 'source-priority', sources: [one, one] } }, 'survivorship.name.sources.1'],
    [{ name: { rule: 'source-priority', sources: Array(101).fill(one) } }, 'survivorship.name.sources'],
  ])('is refused with its place when it is unusable: %j', (change, path) => {
    expect(ruleProblems(change)).toEqual([{ path, message: expect.any(String) }]);
  });

  it('is told which group a field belongs to', () => {
    expect(ruleProblems({ lastName: { rule: 'most-recent' } })).toEqual([
      {
        path: 'survivorship.lastName',
        message: 'shares a rule with firstName, lastName, which is set as name',
      },
    ]);
  });
});
