import { CallBudget } from './call-budget.js';

const start = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

describe('CallBudget', () => {
  it('sends every second while calls are saved up', () => {
    const budget = new CallBudget(15_000);
    expect(budget.interval(budget.full(start), 3, start)).toBe(1);
  });

  it('stretches the interval when they are used up', () => {
    const budget = new CallBudget(15_000);
    const spent = budget.spend(budget.full(start), 500, start);
    expect(budget.interval(spent, 3, start)).toBeGreaterThan(20);
  });

  it.each([1_000, 15_000, 100_000])(
    'never uses more than its share of %d calls in any day of constant sending',
    (calls) => {
      const budget = new CallBudget(calls);
      let saved = budget.full(start);
      let used = 0;
      for (let second = 0; second < 86_400;) {
        saved = budget.spend(saved, 3, after(second));
        used += 3;
        second += budget.interval(saved, 3, after(second));
      }
      expect(used).toBeLessThanOrEqual(calls * 0.8 + 3);
      expect(used).toBeGreaterThan(calls * 0.75);
    },
  );

  it('can pay for a send at the very time that was announced for it', () => {
    const budget = new CallBudget(15_000);
    let saved = budget.spend(budget.full(start), 500, start);
    for (let second = 0, sends = 0; sends < 1_000; sends += 1) {
      second += budget.interval(saved, 3, after(second));
      expect(budget.sends(saved, 3, after(second))).toBeGreaterThan(0);
      saved = budget.spend(saved, 3, after(second));
    }
  });

  describe('lets a send follow on the one before', () => {
    const budget = new CallBudget(15_000);
    const full = budget.full(start);

    it('an interval after that began', () => {
      expect(budget.nextAt(full, 3, start, after(0.4))).toEqual(after(1));
      expect(budget.nextAt(full, 3, start, after(0.4), 0.5)).toEqual(after(2));
    });

    it('at once where that took longer than the interval', () => {
      expect(budget.nextAt(full, 3, start, after(30))).toEqual(after(30));
    });

    it('not before it can be paid for', () => {
      const spent = budget.spend(full, 500, start);
      const nextAt = budget.nextAt(spent, 3, start, after(5));
      expect(budget.sends(spent, 3, nextAt)).toBe(1);
      expect(budget.sends(spent, 3, new Date(nextAt.getTime() - 1_000))).toBe(0);
    });
  });

  it('saves up no more than an hour of calls while nothing is sent', () => {
    const budget = new CallBudget(24_000, 1);
    expect(budget.available(budget.full(start), after(864_000))).toBe(1_000);
  });
});
