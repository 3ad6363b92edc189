import { grant, type QuotaLimits, type QuotaStanding, type QuotaWish } from './grant.js';
import type { QuotaDay } from './quota-day.js';

const now = new Date('2026-03-01T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const day: QuotaDay = { since: new Date('2026-03-01T00:00:00Z'), endsAt: new Date('2026-03-02T00:00:00Z') };
const rolling: QuotaDay = { since: inSeconds(-86_400), endsAt: null };
const limits: QuotaLimits = {
  callsPerDay: 100,
  callsPerWindow: { calls: 10, seconds: 20 },
  concurrentCalls: 6,
};
const untouched: QuotaStanding = {
  report: null,
  callsToday: 0,
  firstSlot: null,
  callsInWindow: 0,
  windowMovesAt: null,
  others: { calls: 0, slots: 0, holders: 0 },
};
const given = (standing: Partial<QuotaStanding> = {}, wish: Partial<QuotaWish> = {}, of = day) =>
  grant(limits, of, { ...untouched, ...standing }, { inFlight: 0, calls: 4, slots: 4, ...wish }, now);

describe('What a process is granted', () => {
  it('is what it wishes for while there is enough', () => {
    expect(given()).toEqual({ calls: 4, slots: 4, lack: null });
  });

  it.each([
    ['the window', { callsInWindow: 8 }, 2],
    [
      'the window, with what others may still do',
      { callsInWindow: 5, others: { calls: 4, slots: 1, holders: 1 } },
      1,
    ],
    ['our own count of the day', { callsToday: 97 }, 3],
    [
      'what the vendor says of it',
      { callsToday: 5, report: { limit: 50, used: 47, at: now, spentSince: 1 } },
      2,
    ],
  ])('is no more than is left of %s', (_of, standing, calls) => {
    expect(given(standing)).toMatchObject({ calls, lack: null });
  });

  it('leaves the others their part of the places, and nobody’s calls without theirs', () => {
    const others = { calls: 0, slots: 3, holders: 1 };
    expect(given({ others }, { slots: 6 })).toMatchObject({ slots: 3 });
    expect(given({ others: { ...others, slots: 0 } }, { slots: 6 })).toMatchObject({ slots: 3 });
    expect(given({ others }, { inFlight: 5, slots: 6 })).toMatchObject({ slots: 5 });
    expect(given({ others: { ...others, slots: 6 } })).toMatchObject({ slots: 0 });
  });

  it('tells when the window moves, and when the day has calls again', () => {
    const windowMovesAt = inSeconds(7);
    expect(given({ callsInWindow: 10, windowMovesAt }).lack).toEqual({ of: 'window', until: windowMovesAt });
    expect(given({ callsToday: 100 }).lack).toEqual({ of: 'day', until: day.endsAt });
    expect(given({ callsToday: 100, firstSlot: inSeconds(-86_000) }, {}, rolling).lack).toEqual({
      of: 'day',
      until: inSeconds(700),
    });
  });

  it('is one call to ask again where the vendor said long ago that all are used', () => {
    const report = (age: number) => ({ limit: 50, used: 50, at: inSeconds(-age), spentSince: 0 });
    expect(given({ report: report(60) }, {}, rolling)).toEqual({
      calls: 0,
      slots: 4,
      lack: { of: 'day', until: inSeconds(840) },
    });
    expect(given({ report: report(901) }, {}, rolling)).toMatchObject({ calls: 1, lack: null });
    expect(given({ report: report(901) }, { inFlight: 1 }, rolling)).toMatchObject({ calls: 0 });
  });
});
