import type { Budget } from '../system.js';
import { placeOf } from '../system.js';
import { creates, SandboxPeer, wordsOf } from './sandbox-peer.fixture.js';

let peer: SandboxPeer;
beforeEach(async () => {
  peer = await SandboxPeer.start();
});
afterEach(() => peer.close());

describe('Signing in to Demandbase', () => {
  it('asks for one token for all calls, with a key set in camel case', async () => {
    const session = peer.connect();
    expect(peer.counts().byEndpoint.token).toBeUndefined();

    await Promise.all([session.identify(), session.check('account-list'), session.identify()]);

    expect(peer.counts()).toMatchObject({ signIns: 1, violations: 0, byEndpoint: { token: 1 } });
  });

  it('gets another token once when the present one is refused, and goes on', async () => {
    const session = peer.connect();
    await session.identify();
    peer.sandbox.tenant.tokens.endAll();

    await Promise.all([session.identify(), session.identify(), session.identify()]);

    expect(peer.counts().signIns).toBe(2);
  });

  it('renews a token before it ends', async () => {
    const session = peer.connect();
    await session.identify();
    peer.pass(8 * 3_600 - 60);

    await session.identify();

    expect(peer.counts()).toMatchObject({ signIns: 2, byEndpoint: { sources: 2 } });
  });

  it('says so when a fresh token is refused too, without asking for ever', async () => {
    const session = peer.connect();
    peer.fault({ endpoint: 'sources' }, { kind: 'status', status: 401 }, 99);

    await expect(session.identify()).rejects.toMatchObject({
      kind: 'sign-in',
      failure: { code: 'import-401', whoActs: 'admin' },
    });

    expect(peer.counts().signIns).toBe(2);
  });

  it('takes a pasted token as it is, and asks people for another when it has ended', async () => {
    const session = peer.connect({ credentials: { token: peer.sandbox.access.token } });
    await session.identify();
    peer.sandbox.tenant.changeSettings({ userActive: false });

    await expect(session.identify()).rejects.toMatchObject({
      kind: 'sign-in',
      failure: { code: 'token-refused', advice: expect.stringContaining('deactivated') },
    });
    expect(peer.counts()).toMatchObject({ signIns: 0, byEndpoint: { sources: 2 } });
  });

  it('says which credentials are wrong', async () => {
    const session = peer.connect({ credentials: { clientId: 'tributary-sandbox', clientSecret: 'wrong' } });

    await expect(session.identify()).rejects.toMatchObject({
      kind: 'sign-in',
      failure: { code: 'token-400', advice: expect.stringContaining('clientSecret') },
    });
  });

  it('waits where the token endpoint is down', async () => {
    peer.fault({ endpoint: 'token' }, { kind: 'status', status: 503 });
    await expect(peer.connect().identify()).rejects.toMatchObject({ kind: 'unavailable' });
    peer.fault({ endpoint: 'token' }, { kind: 'drop-before' });
    await expect(peer.connect().identify()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('leaves the organisation alone when it cannot sign in to write', async () => {
    const place = await peer.list(peer.connect());
    const session = peer.connect({ credentials: { token: 'ended' } });

    const verdicts = await session.write(place, creates(2));

    expect([...verdicts.values()]).toEqual(
      [0, 1].map(() =>
        expect.objectContaining({ verdict: 'retry', scope: 'organisation', code: 'token-refused' }),
      ),
    );
  });

  it('names the organisation by what people call it, else by its key set, else by its token', async () => {
    const { host } = new URL(peer.sandbox.url);
    const { token } = peer.sandbox.access;
    const keyFor = async (settings: Parameters<SandboxPeer['connect']>[0]) =>
      (await peer.connect(settings).identify()).key;

    expect(await keyFor({ config: { organization: 'contoso' } })).toBe(`demandbase:${host}/contoso`);
    expect(await keyFor({ config: { organization: 'contoso' }, credentials: { token } })).toBe(
      `demandbase:${host}/contoso`,
    );
    expect(await keyFor({})).toBe(`demandbase:${host}/key-set/tributary-sandbox`);
    expect(await keyFor({ credentials: { token } })).toMatch(/\/token\/[0-9a-f]{24}$/);
  });

  it('books every call, and none for signing in', async () => {
    const booked: string[] = [];
    const budget: Budget = {
      spend: (what, work) => {
        booked.push(what);
        return work();
      },
    };
    const session = peer.connect({}, budget);
    const place = await peer.list(session);

    await session.write(place, creates(3));

    expect(booked).toEqual(['call', 'call', 'job']);
    expect(session.usage()).toEqual({ calls: 3, reported: null });
  });

  it('tries out import and export, and says what is missing', async () => {
    const session = peer.connect();
    expect(await session.check('person-list')).toEqual([
      { name: 'import', ok: true, message: expect.any(String) },
      { name: 'export', ok: true, message: expect.any(String) },
    ]);

    peer.sandbox.tenant.changeSettings({ mayExport: false });
    expect((await session.check('person-list'))[1]).toMatchObject({
      ok: false,
      message: expect.stringContaining('Export permission'),
    });

    peer.sandbox.tenant.changeSettings({ mayImport: false });
    expect(await session.check('person-list')).toEqual([
      { name: 'import', ok: false, message: expect.stringContaining('Import Data') },
    ]);
  });

  it('never writes to no list at all', async () => {
    const verdicts = await peer.connect().write(placeOf('account-list'), creates(1));

    expect(wordsOf(verdicts)).toEqual({ 'record-0': 'rejected' });
    expect(peer.counts().writes).toBe(0);
  });
});
