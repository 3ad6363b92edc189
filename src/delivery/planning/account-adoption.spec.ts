import type { RemoteCandidate } from '../../systems/index.js';
import { decideAccount } from './account-adoption.js';
import type { RemoteOwner, RemoteRecord } from './decision.js';
import { accountCandidate, remoteCandidate } from './planning.fixture.js';

const company = (said: Partial<RemoteCandidate>) =>
  remoteCandidate({ object: 'account', email: null, name: null, domain: null, ...said });

function decideFor(
  domains: readonly string[],
  candidates: readonly RemoteCandidate[],
  said: { ours?: RemoteRecord; owners?: Record<string, RemoteOwner> } = {},
) {
  return decideAccount(accountCandidate({ name: 'Contoso', domains }).account, {
    object: 'account',
    mapped: new Map([['Name', { value: 'Contoso', write: 'fill-blank' }]]),
    ours: said.ours ?? null,
    answer: { candidates, missing: [] },
    parents: {},
    owners: new Map(Object.entries(said.owners ?? {})),
  });
}

describe('decideAccount', () => {
  it.each<[string, string[], Partial<RemoteCandidate>, 'update' | 'create']>([
    ['the same domain', ['contoso.com'], { domain: 'contoso.com' }, 'update'],
    ['its website', ['contoso.com'], { domain: 'https://www.contoso.com/de' }, 'update'],
    ['the same domain under another name', ['contoso.com'], { domain: 'contoso.com', name: 'X' }, 'update'],
    ['a second domain', ['a.com', 'contoso.com'], { domain: 'contoso.com' }, 'update'],
    ['the same name, without a domain', ['contoso.com'], { name: 'Contoso Ltd.' }, 'update'],
    ['the same name, to a company without a domain', [], { name: 'Contoso', domain: 'contoso.de' }, 'update'],
    ['the same name with another domain', ['contoso.com'], { name: 'Contoso', domain: 'x.org' }, 'create'],
    ['another name', ['contoso.com'], { name: 'Fabrikam' }, 'create'],
    ['no name', [], {}, 'create'],
    ['a person', ['contoso.com'], { object: 'lead', domain: 'contoso.com' }, 'create'],
  ])('on %s: %s, %j: %s', (_, domains, said, action) => {
    expect(decideFor(domains, [company(said)]).action).toBe(action);
  });

  it('prefers a domain to a name, then the oldest, and lists the others', () => {
    const namesake = company({ remoteId: '1', name: 'Contoso', createdAt: new Date('2020-01-01') });
    const young = company({ remoteId: '2', domain: 'contoso.com', createdAt: new Date('2026-02-01') });
    const old = company({ remoteId: '3', domain: 'contoso.com', createdAt: new Date('2026-01-01') });
    expect(decideFor(['contoso.com'], [namesake, young, old])).toMatchObject({
      action: 'update',
      remoteId: '3',
      adopted: true,
      others: [young.url],
    });
  });

  it('leaves alone what is kept in step with another account', () => {
    const owners = { '00Q1': { ownerId: 'account-2', apartFrom: [] } };
    expect(decideFor(['contoso.com'], [company({ domain: 'contoso.com' })], { owners })).toMatchObject({
      action: 'held',
      code: 'already-owned',
    });
  });

  it('does not create again what was deleted over there', () => {
    const ours = { id: 'r', key: 'k', remoteId: '0011', written: {}, writing: null };
    expect(decideFor(['contoso.com'], [], { ours })).toMatchObject({ code: 'deleted-remotely' });
  });
});
