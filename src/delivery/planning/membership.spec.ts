import type { RemoteCandidate } from '../../systems/index.js';
import type { ParentIds, RemoteRecord } from './decision.js';
import { decideMembership } from './membership.js';
import { remoteCandidate } from './planning.fixture.js';

const member = { id: 'profile-1', kind: 'person', firstName: 'Ann', lastName: 'Lee' } as const;
const standing = (said: Partial<RemoteCandidate> = {}) =>
  remoteCandidate({ object: 'campaign-member', remoteId: '00v1', ...said });

function decideFor(
  candidates: readonly RemoteCandidate[],
  said: { ours?: Partial<RemoteRecord>; parents?: ParentIds; neededParents?: readonly string[] } = {},
) {
  const ours = { id: 'r', key: 'key-1', remoteId: null, written: {}, writing: null, ...said.ours };
  return decideMembership(
    { ...member, neededParents: said.neededParents ?? ['lead', 'contact'] },
    {
      object: 'campaign-member',
      mapped: new Map([['Status', { value: 'Sent', write: 'create-only' }]]),
      ours: said.ours ? ours : null,
      answer: { candidates, missing: [] },
      parents: said.parents ?? {},
      owners: new Map(),
    },
  );
}

describe('decideMembership', () => {
  it('adds below a parent that is known', () => {
    expect(decideFor([], { parents: { lead: '00Q1' } })).toMatchObject({
      action: 'create',
      parents: { lead: '00Q1' },
    });
  });

  it('adds below a parent that the look-up found, in the order of the declaration', () => {
    const contact = remoteCandidate({ object: 'contact', remoteId: '0031' });
    const lead = remoteCandidate({ remoteId: '00Q2' });
    expect(decideFor([contact, lead])).toMatchObject({ action: 'create', parents: { lead: '00Q2' } });
    expect(decideFor([contact, { ...lead, converted: true }])).toMatchObject({
      parents: { contact: '0031' },
    });
  });

  it('does not add somebody else with the same address', () => {
    const other = remoteCandidate({ firstName: 'Bernd', lastName: 'Maier' });
    expect(decideFor([other])).toMatchObject({ action: 'held', code: 'no-such-lead' });
  });

  it('holds whom nobody knows there, and adds them where nothing has to be known', () => {
    expect(decideFor([])).toMatchObject({ action: 'held', code: 'no-such-lead' });
    expect(decideFor([], { neededParents: [] })).toMatchObject({ action: 'create' });
  });

  it('takes note of who is there already', () => {
    expect(decideFor([standing()])).toMatchObject({ action: 'update', adopted: true, differences: [] });
    expect(decideFor([standing()], { ours: { remoteId: '00v1' } })).toMatchObject({ action: 'unchanged' });
    expect(decideFor([standing({ key: 'key-1' })], { ours: {} })).toMatchObject({ action: 'unchanged' });
  });

  it('adds again whose membership was ended over there', () => {
    const ended = { ours: { remoteId: '00v9' }, parents: { lead: '00Q1' } };
    expect(decideFor([], ended)).toMatchObject({ action: 'create' });
  });
});
