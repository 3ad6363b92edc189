import type { SystemSession } from '../system.js';
import { SandboxSession } from './sandbox-session.fixture.js';

describe('checking a Dynamics environment', () => {
  let peer: SandboxSession;

  beforeEach(async () => {
    peer = await SandboxSession.start();
  });
  afterEach(() => peer.close());

  const failing = async (session: SystemSession, object = 'lead') =>
    (await session.check(object)).filter(({ ok }) => !ok);

  it.each(['lead', 'account', 'contact'])('finds nothing against a prepared one for %s', async (object) => {
    const items = await peer.connect().check(object);

    expect(items.filter(({ ok }) => !ok)).toEqual([]);
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sign-in', 'application-user', 'table', 'alternate-key', 'columns']),
    );
  });

  it('stops at a wrong secret, and says so', async () => {
    const items = await peer.connect({}, { clientSecret: 'wrong' }).check('lead');

    expect(items).toMatchObject([
      { name: 'sign-in', ok: false, message: expect.stringMatching(/clientSecret/) },
    ]);
  });

  it.each([
    ['absent', /Create an application user/],
    ['no-roles', /security role/],
    ['disabled', /Enable it/],
  ])('says what is wrong with an application user that is %s', async (applicationUser, message) => {
    await peer.control.change({ applicationUser });

    expect(await failing(peer.connect())).toMatchObject([
      { name: 'application-user', message: expect.stringMatching(message) },
    ]);
  });

  it.each([
    ['absent', /no alternate key/],
    ['Pending', /still being built \(Pending\)/],
    ['InProgress', /still being built/],
    ['Failed', /index of the key lead\.tributary_id failed/],
  ])('says what is wrong with a key that is %s', async (keyStatus, message) => {
    await peer.control.change({ keyStatus });

    expect(await failing(peer.connect())).toMatchObject([
      { name: 'alternate-key', message: expect.stringMatching(message) },
    ]);
  });

  it('says that the key column is not there', async () => {
    expect(await failing(peer.connect({ alternateKey: 'new_key' }))).toMatchObject([
      { name: 'alternate-key', message: expect.stringMatching(/lead\.new_key is not there/) },
    ]);
  });

  it('sees a key that has become active since', async () => {
    const session = peer.connect();
    await peer.control.change({ keyStatus: 'Pending' });
    await session.check('lead');
    await peer.control.change({ keyStatus: 'Active' });

    expect(await failing(session)).toEqual([]);
  });
});
