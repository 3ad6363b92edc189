import { callsOf, secondsOf } from './plan-cost.js';

const none = { create: 0, update: 0, unchanged: 0, remove: 0, held: 0, rejected: 0, unknown: 0 };
const limits = { writeBatch: 200 };

describe('The calls of a plan', () => {
  it('are a look-up and a write for each batch, by action', () => {
    expect(callsOf({ ...none, create: 812, update: 96 }, limits)).toEqual({
      lookUps: 5,
      creates: 5,
      updates: 1,
      removals: 0,
      total: 11,
    });
  });

  it('count a batch twice in which two actions meet', () => {
    expect(callsOf({ ...none, create: 150, update: 150 }, limits)).toMatchObject({
      lookUps: 2,
      creates: 1,
      updates: 2,
    });
  });

  it('are none for what is not written, unless it must be looked at', () => {
    expect(callsOf({ ...none, unchanged: 500, unknown: 500 }, limits).total).toBe(0);
    expect(callsOf({ ...none, held: 500 }, limits)).toMatchObject({ lookUps: 3, total: 3 });
  });
});

describe('The time of a plan', () => {
  it('is that of the calls, or that of saving them up', () => {
    expect(secondsOf(0, { secondsACall: 1, atOnce: 4, savingUp: 60 })).toBe(0);
    expect(secondsOf(10, { secondsACall: 1, atOnce: 4, savingUp: 0 })).toBe(3);
    expect(secondsOf(10, { secondsACall: 1, atOnce: 4, savingUp: 60 })).toBe(60);
  });
});
