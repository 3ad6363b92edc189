import { wilsonInterval } from './wilson-interval.js';

describe('The interval of a share', () => {
  it.each([
    [0, 0, 0, 1],
    [10, 10, 0.7225, 1],
    [0, 10, 0, 0.2775],
    [81, 263, 0.2553, 0.3662],
  ])('of %i in %i is from %f to %f', (hits, of, low, high) => {
    const interval = wilsonInterval(hits, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
