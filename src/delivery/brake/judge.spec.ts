import * as fc from 'fast-check';
import { judge } from './judge.js';

const limits = { share: 0.2, records: 1_000 };

describe('The brake', () => {
  it.each([
    ['more than both limits', 3_000, 10_000, true],
    ['much, but a small share', 3_000, 100_000, false],
    ['a great share, but little', 900, 1_000, false],
    ['exactly the share', 2_000, 10_000, false],
    ['exactly the number', 1_000, 1_000, false],
  ])('for %s', (_, affected, existing, stops) => {
    expect(judge(limits, { affected, existing, changed: true }) !== null).toBe(stops);
  });

  it('says how much of what, since when, and what to do', () => {
    const message = judge(limits, { affected: 3_000, existing: 10_000, changed: false });
    expect(message).toContain('up to 3000 of 10000 records');
    expect(message).toContain('so many people changed');
    expect(message).toContain('1000 or 20 %');
    expect(message).toContain('release-brake');
  });

  it('never stops what is within a limit', () => {
    const number = fc.nat(100_000);
    fc.assert(
      fc.property(
        number,
        number,
        number,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (affected, existing, records, share) => {
          const stops = judge({ share, records }, { affected, existing, changed: true }) !== null;
          expect(stops).toBe(affected > records && affected > share * existing);
        },
      ),
    );
  });
});
