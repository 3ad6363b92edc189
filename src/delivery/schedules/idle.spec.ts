import { Sync } from '../syncs/sync.entity.js';
import { idleOf, type SyncState } from './idle.js';

const now = new Date('2026-03-02T12:00:00Z');
const before = new Date('2026-03-02T09:00:00Z');
const after = new Date('2026-03-02T15:00:00Z');
const brakeState = { at: before.toISOString(), message: 'Too much would change.', affected: 9, existing: 10 };

const base = {
  enabled: true,
  schedule: { mode: 'continuous' },
  pausedAt: null,
  pausedUntil: null,
  brakeState: null,
  nextSendAt: now,
  createdAt: before,
  updatedAt: before,
} as const;
const daily = { mode: 'cron', cron: '0 6 * * *', timeZone: 'UTC' } as const;
const ready: SyncState = {
  lastRunEndedAt: null,
  hasOpenRun: false,
  dueAt: before,
  isOutdated: false,
  shareFrom: null,
  destination: { enabled: true, needsSignIn: false, message: null, updatedAt: before },
  pause: null,
};
const ask = (sync: Partial<Sync> = {}, state: Partial<SyncState> = {}) =>
  idleOf(Object.assign(new Sync(), base, sync), { ...ready, ...state }, now);
const destination = (change: Partial<SyncState['destination']>) => ({
  destination: { ...ready.destination, ...change },
});

describe('A sync that sends nothing', () => {
  it.each([
    ['disabled', { enabled: false, pausedAt: before }, {}, null],
    ['paused', { pausedAt: before, pausedUntil: after }, destination({ enabled: false }), after],
    ['destination-disabled', {}, destination({ enabled: false, needsSignIn: true }), null],
    ['needs-sign-in', {}, destination({ needsSignIn: true, message: 'Wrong secret.' }), null],
    ['braked', { brakeState }, { pause: { since: before, until: after, reason: 'Down.' } }, null],
    ['destination-paused', {}, { pause: { since: before, until: after, reason: 'Down.' } }, after],
    [
      'quiet-hours',
      {
        schedule: {
          mode: 'continuous' as const,
          quietHours: { from: '09:00', to: '15:00', timeZone: 'UTC' },
        },
      },
      {},
      after,
    ],
    ['share-used', {}, { shareFrom: after }, after],
    ['not-yet', { nextSendAt: after }, {}, after],
    ['not-yet', { schedule: daily }, {}, new Date('2026-03-03T06:00:00Z')],
    ['nothing-due', {}, { dueAt: null }, null],
    ['nothing-due', {}, { dueAt: after }, after],
  ] as const)('says %s, since when and until when', (reason, sync, state, until) => {
    expect(ask(sync, state)).toEqual({ reason, message: expect.stringMatching(/\.$/), since: before, until });
  });

  it('is not idle while it has a run, or something to send that may go', () => {
    expect(ask()).toBeNull();
    expect(ask({ schedule: daily }, { hasOpenRun: true })).toBeNull();
    expect(ask({}, { dueAt: null, isOutdated: true })).toBeNull();
  });
});
