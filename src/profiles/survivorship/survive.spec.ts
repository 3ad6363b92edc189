import type { Candidate } from './candidate.js';
import type { SurvivorshipRule } from './rules.js';
import { lock, survive } from './survive.js';

const mostRecent: SurvivorshipRule = { rule: 'most-recent' };

let next = 0;
function candidate(value: string, said: Partial<Candidate> = {}): Candidate {
  next += 1;
  const at = new Date(next * 1_000).toISOString();
  return {
    value,
    eventId: `event-${String(next).padStart(3, '0')}`,
    sourceId: 'a',
    at,
    completeness: 1,
    ...said,
  };
}

describe('Of several values', () => {
  const first = candidate('Contoso', { sourceId: 'form' });
  const fullest = candidate('Contoso Ltd', { sourceId: 'fair', completeness: 5 });
  const last = candidate('contoso', { sourceId: 'shop', completeness: 2 });

  const rules: [SurvivorshipRule, string[]][] = [
    [{ rule: 'most-recent' }, ['contoso', 'Contoso Ltd', 'Contoso']],
    [{ rule: 'longest-standing' }, ['Contoso', 'Contoso Ltd', 'contoso']],
    [{ rule: 'most-complete' }, ['Contoso Ltd', 'contoso', 'Contoso']],
    [{ rule: 'source-priority', sources: ['form', 'shop'] }, ['Contoso', 'contoso', 'Contoso Ltd']],
    [{ rule: 'source-priority', sources: ['none'] }, ['contoso', 'Contoso Ltd', 'Contoso']],
  ];

  it.each(rules)('the best by the rule %j survives, and says over which others', (rule, order) => {
    const survivor = survive(undefined, [last, first, fullest], rule);
    expect(survivor?.rule).toBe(rule.rule);
    expect([survivor?.value, ...(survivor?.over ?? []).map(({ value }) => value)]).toEqual(order);
  });

  it('equal ones count once, with the best lead that says so', () => {
    const again = candidate('Contoso');
    const survivor = survive(survive(undefined, [first], mostRecent), [again], mostRecent);
    expect(survivor).toMatchObject({ value: 'Contoso', eventId: again.eventId, over: [] });
  });

  it('the best five others are kept, and long ones shortened', () => {
    const many = Array.from({ length: 9 }, (_, n) => candidate(`${n}${'😀'.repeat(150)}`));
    const survivor = survive(undefined, many, mostRecent);
    expect(survivor?.value).toBe(many.at(-1)?.value);
    expect(survivor?.over.map(({ value }) => value.slice(0, 1))).toEqual(['7', '6', '5', '4', '3']);
    for (const { value } of survivor?.over ?? []) {
      expect(value.length).toBeLessThanOrEqual(200);
      expect(value).toMatch(/😀…$/u);
    }
  });

  it('a locked one stays whatever leads say, with who locked it and what leads say', () => {
    const held = { field: 'company', value: 'Contoso AG', lockedBy: 'Ops', lockedAt: new Date(0) } as const;
    const locked = lock(survive(undefined, [first], mostRecent), held);
    expect(survive(locked, [last], mostRecent)).toEqual({
      value: 'Contoso AG',
      eventId: null,
      sourceId: null,
      at: '1970-01-01T00:00:00.000Z',
      labels: [],
      rule: 'manual-lock',
      lockedBy: 'Ops',
      over: [last, first],
    });
  });
});
