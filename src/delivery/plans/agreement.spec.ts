import { SystemError } from '../../systems/index.js';
import type { Planned } from '../planning/plan.js';
import { personCandidate } from '../planning/planning.fixture.js';
import { agree } from './agreement.js';
import { contentOf } from './plan-content.js';

const hash = Buffer.from('wanted');
const candidate = personCandidate({ email: 'ann@contoso.com' });
const failure = { code: 'X', message: 'x', field: null, advice: 'x', whoActs: 'admin' } as const;

type Update = Extract<Planned, { action: 'update' }>;
const update = (said: Partial<Update> = {}): Update => ({
  candidate,
  action: 'update',
  remoteId: '00Q1',
  adopted: false,
  differences: [{ field: 'Title', before: 'CTO', after: 'CEO' }],
  standing: {},
  others: [],
  hash,
  cuts: [],
  ...said,
});
const create = (fields: Record<string, string>): Planned => ({
  candidate,
  action: 'create',
  fields,
  parents: {},
  hash,
  cuts: [],
});
const unchanged = (standing: Record<string, string>, acceptedHash: Buffer | null = null): Planned => ({
  candidate: { ...candidate, acceptedHash },
  action: 'unchanged',
  remoteId: '00Q1',
  standing,
  hash,
});
const held = (code: 'converted' | 'not-in-filter'): Planned => ({
  candidate,
  action: 'held',
  code,
  message: 'why',
});

describe('What was planned, and what would be done now', () => {
  const planned = contentOf(update());

  it.each<[string, Planned, Planned]>([
    ['an update', update(), update({ standing: { Title: 'CTO' }, others: ['https://crm.example/2'] })],
    ['a create', create({ Title: 'CTO', City: 'Paris' }), create({ City: 'Paris', Title: 'CTO' })],
    ['a hold', held('converted'), { ...held('converted'), message: 'otherwise said' } as Planned],
    ['a rejection', { candidate, action: 'rejected', failure }, { candidate, action: 'rejected', failure }],
  ])('agree for %s that is the same', (_, before, now) => {
    expect(agree(contentOf(before), now)).toEqual({ planned: now, drift: null });
  });

  it.each<[string, Planned, RegExp]>([
    [
      'another value would be written',
      update({ differences: [{ field: 'Title', before: 'CTO', after: 'CFO' }] }),
      /Title/,
    ],
    [
      'another value stands there',
      update({ differences: [{ field: 'Title', before: 'VP', after: 'CEO' }] }),
      /Title/,
    ],
    [
      'another field would be written too',
      update({ differences: [...update().differences, { field: 'City', before: null, after: 'Paris' }] }),
      /City/,
    ],
    ['it is another record', update({ remoteId: '00Q2' }), /00Q1; now it would be 00Q2/],
    ['it is held now', held('converted'), /“update”; now it would be “held” \(converted\)/],
    ['somebody wrote something else', unchanged({ Title: 'Typed by sales' }), /“unchanged”/],
  ])('drifted where %s', (_, now, reason) => {
    const agreed = agree(planned, now);
    expect(agreed.planned).toMatchObject({
      action: 'held',
      code: 'drifted',
      message: expect.stringMatching(reason),
    });
    expect(agreed.drift).toEqual({ now: contentOf(now) });
  });

  it('drifted where it is held for another reason', () => {
    expect(agree(contentOf(held('converted')), held('not-in-filter')).planned).toMatchObject({
      code: 'drifted',
      message: expect.stringContaining('“converted”; now it would be “not-in-filter”'),
    });
  });

  it('tell no value in the reason, which is kept longer than the plan', () => {
    const now = update({ differences: [{ field: 'Title', before: 'Secret', after: 'CEO' }] });
    expect(JSON.stringify(agree(planned, now).planned)).not.toContain('Secret');
  });

  it.each<[string, Planned]>([
    ['an answer was lost', unchanged({ Title: 'CEO' })],
    ['the sync itself was there first', unchanged({}, hash)],
  ])('agree where it stands there as planned, because %s', (_, now) => {
    expect(agree(planned, now)).toEqual({ planned: now, drift: null });
  });

  it('wait for each other where nothing can be read', () => {
    const now: Planned = { candidate, action: 'unknown', error: new SystemError('unavailable', failure) };
    expect(agree(planned, now)).toEqual({ planned: now, drift: null });
  });
});
