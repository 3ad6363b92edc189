import { again } from './again.js';
import type { Scope } from './delivery.repository.js';

const now = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:00:01Z');
const sync = {
  id: 'one',
  version: 3,
  schedule: { mode: 'continuous' as const },
  pausedAt: null as Date | null,
  pausedUntil: null,
};
const send = { sync, destination: { version: 2 }, scope: { take: 'all' } as Scope };
const paused = { ...sync, pausedAt: now };
const quiet = {
  ...sync,
  schedule: { mode: 'continuous' as const, quietHours: { from: '11:00', to: '13:00', timeZone: 'UTC' } },
};

describe('A send that goes on for another turn', () => {
  it('is the one that stands now', () => {
    const standing = { ...send, sync: { ...sync } };
    expect(again(send, { ready: [standing], collectAt: later }, now)).toBe(standing);
  });

  it.each([
    ['nothing of it is left', []],
    ['another waits for its turn', [send, { ...send, sync: { ...sync, id: 'other' } }]],
    ['another has taken its place', [{ ...send, sync: { ...sync, id: 'other' } }]],
    ['its mapping was changed', [{ ...send, sync: { ...sync, version: 4 } }]],
    ['its destination was changed', [{ ...send, destination: { version: 3 } }]],
    ['it was paused', [{ ...send, sync: paused }]],
    ['its quiet hours have come', [{ ...send, sync: quiet }]],
    ['only what failed is to be tried', [{ ...send, scope: { take: 'retries' } as Scope }]],
  ])('is none where %s', (_what, ready) => {
    expect(again(send, { ready, collectAt: null }, now)).toBeNull();
  });

  it('is none while a job is to be asked about', () => {
    expect(again(send, { ready: [send], collectAt: now }, now)).toBeNull();
  });
});
