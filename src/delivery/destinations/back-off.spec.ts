import { backOff } from './back-off.js';

describe('backOff', () => {
  it('waits at most a second after the first failure, then doubles up to five minutes', () => {
    expect([1, 2, 3, 9, 10, 1_000].map((attempts) => backOff(attempts, 1))).toEqual([
      1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('spreads what failed together over half of the time', () => {
    expect([backOff(3, 0), backOff(3, 0.5)]).toEqual([2_000, 3_000]);
  });
});
