import { forecast, type DueWork } from './forecast.js';
import { partOf } from './shares.js';

const now = new Date('2026-03-01T01:00:00Z');
const limits = { lookUpBatch: 200, writeBatch: 200 };
const ofDay = (left: number) => ({
  kind: 'calls-per-day' as const,
  limit: 15_000,
  used: 15_000 - left,
  left,
  seconds: null,
  resetsAt: new Date('2026-03-02T00:00:00Z'),
  reportedByVendor: null,
});
const idle: DueWork = { records: 0, received: 0, calls: 0, perSecond: null, beginsAt: now };
const foretell = (work: Partial<DueWork>, left = 9_800) =>
  forecast([idle, { ...idle, ...work }], limits, ofDay(left), now);

describe('What due records will need', () => {
  it('is nothing where none are due', () => {
    expect(foretell({})).toMatchObject({ records: 0, calls: 0, endsAt: null, message: 'Nothing is due.' });
  });

  it('follows from the sizes of batches at first, and from what records cost of late', () => {
    expect(foretell({ records: 124_000 }).calls).toBe(1_240);
    expect(foretell({ records: 1_000, received: 500, calls: 510 }).calls).toBe(1_020);
  });

  it('ends at the present pace, from the time at which it begins', () => {
    expect(foretell({ records: 84_000, perSecond: 20 }).message).toBe(
      'This needs 840 of 9,800 calls left and ends about 2026-03-01 02:10 UTC.',
    );
    const beginsAt = new Date('2026-03-01T06:00:00Z');
    expect(foretell({ records: 1_200, perSecond: 20, beginsAt }).endsAt).toEqual(
      new Date('2026-03-01T06:01:00Z'),
    );
  });

  it('does not end before there are calls again where too few are left', () => {
    const { fits, endsAt, message } = foretell({ records: 84_000, perSecond: 20 }, 100);
    expect([fits, endsAt]).toEqual([false, new Date('2026-03-02T00:00:00Z')]);
    expect(message).toMatch(/needs 840 calls and 100 are left/);
  });
});

describe('The part of a sync', () => {
  it.each([
    ['is even by default', null, 0, 3, 1 / 4],
    ['is its share where it was given one', 0.5, 0.25, 2, 0.5],
    ['is even in what others leave', null, 0.5, 1, 0.25],
    ['is smaller where more was given than there is', 0.8, 0.8, 0, 0.5],
    ['is never nothing', null, 1, 0, 0.01],
  ])('%s', (_what, share, given, even, part) => {
    expect(partOf(share, given, even)).toBeCloseTo(part, 10);
  });
});
