import { OutboundError } from '../../platform/http/index.js';
import { SystemError, type Budget } from '../system.js';
import { create, creates, leads } from './sandbox.fixture.js';
import { allCreated, refusal, ScriptedMarketo, success, token } from './scripted-marketo.fixture.js';

const lookUpOne = [{ id: 'a', emails: ['jane@acme.example'], fields: [] }];

describe('The Marketo client', () => {
  it('takes the endpoint with and without its trailing /rest', async () => {
    const peer = new ScriptedMarketo(allCreated);
    for (const end of ['', '/', '/rest', '/rest/']) {
      const config = { baseUrl: `https://123-ABC-456.mktorest.com${end}` };
      const session = peer.connect({ config });
      await session.write(leads, [create(1)]);
      expect(await session.identify()).toEqual({ key: 'marketo:123-abc-456', name: '123-abc-456' });
    }
    expect(new Set(peer.calls.map(({ url }) => url))).toEqual(
      new Set(['https://123-abc-456.mktorest.com/rest/v1/leads.json']),
    );
    expect(peer.tokenRequests[0]?.url).toBe('https://123-abc-456.mktorest.com/identity/oauth/token');
  });

  it('shows its token in the header alone and its secret to the identity service alone', async () => {
    const peer = new ScriptedMarketo(allCreated);
    await peer.connect().write(leads, [create(1)]);
    const [call] = peer.calls;
    expect(call?.headers?.authorization).toBe('Bearer token-1');
    expect(`${call?.url} ${String(call?.body)}`).not.toMatch(/token|secret/);
    expect(peer.tokenRequests[0]?.url).not.toContain('secret');
    expect(String(peer.tokenRequests[0]?.body)).toContain('client_secret=secret');
  });

  it('asks for one token however many calls want one at once', async () => {
    const peer = new ScriptedMarketo(() => success([]));
    const session = peer.connect();
    await Promise.all(Array.from({ length: 5 }, () => session.lookUp(leads, lookUpOne)));
    expect(peer.tokenRequests).toHaveLength(1);
  });

  it('keeps a token until it ends, and not a moment longer', async () => {
    const peer = new ScriptedMarketo(() => success([]));
    peer.tokenAnswers.push(token('first', 100), token('second', 3_599));
    const session = peer.connect();
    await session.lookUp(leads, lookUpOne);
    peer.now = new Date(peer.now.getTime() + 99_000);
    await session.lookUp(leads, lookUpOne);
    peer.now = new Date(peer.now.getTime() + 2_000);
    await session.lookUp(leads, lookUpOne);
    expect(peer.calls.map(({ headers }) => headers?.authorization)).toEqual([
      'Bearer first',
      'Bearer first',
      'Bearer second',
    ]);
  });

  it.each(['600', '601', '602'])('renews the token once and replays after %s', async (code) => {
    const peer = new ScriptedMarketo((request, used) =>
      used === 'token-1' ? refusal(code) : allCreated(request),
    );
    const verdicts = await peer.connect().write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'created' });
    expect(peer.tokenRequests).toHaveLength(2);
    expect(peer.calls).toHaveLength(2);
  });

  it.each(['600', '601', '602'])('replays no more than once while %s goes on', async (code) => {
    const peer = new ScriptedMarketo(() => refusal(code));
    const verdicts = await peer.connect().write(leads, creates(2));
    expect([...verdicts.values()]).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({ verdict: 'retry', scope: 'organisation', whoActs: 'admin' }),
      ),
    );
    expect(peer.calls).toHaveLength(2);
    await expect(peer.connect().lookUp(leads, lookUpOne)).rejects.toMatchObject({ kind: 'sign-in' });
  });

  it('sends a search that is too long for an address as a form, and a short one not', async () => {
    const peer = new ScriptedMarketo(() => success([]));
    const long = Array.from({ length: 300 }, (_, number) => `somebody+${number}@a-long-domain-name.example`);
    await peer.connect().lookUp(leads, [{ id: 'a', emails: ['a+b@acme.example'], fields: [] }]);
    await peer.connect().lookUp(leads, [{ id: 'a', emails: long, fields: [] }]);
    const [short, form] = peer.calls;
    expect(short?.method).toBe('GET');
    expect(short?.url).toContain('filterValues=a%2Bb%40acme.example');
    expect(form?.method).toBe('POST');
    expect(form?.url).toMatch(/\/leads\.json\?_method=GET$/);
    expect(form?.headers?.['content-type']).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(String(form?.body)).get('filterValues')?.split(',')).toEqual(long);
  });

  it('books every call with the budget, and no sign-in', async () => {
    const booked: string[] = [];
    const budget: Budget = {
      spend: (what, work) => {
        booked.push(what);
        return work();
      },
    };
    const peer = new ScriptedMarketo((request) =>
      request.method === 'GET' ? success([{ fields: [] }]) : allCreated(request),
    );
    const session = peer.connect({}, budget);
    await session.check('lead');
    await session.write(leads, [create(1)]);
    await session.lookUp(leads, lookUpOne);
    expect(booked).toHaveLength(peer.calls.length);
    expect(session.usage()).toEqual({ calls: peer.calls.length, reported: null });
  });

  it('pauses without sending when the budget is spent', async () => {
    const failure = { code: 'x', message: 'Spent.', field: null, advice: 'Wait.', whoActs: 'admin' } as const;
    const budget: Budget = {
      spend: () => Promise.reject(new SystemError('quota', failure, 120)),
    };
    const peer = new ScriptedMarketo(allCreated);
    const verdicts = await peer.connect({}, budget).write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'retry', scope: 'organisation', after: 120 });
    expect(peer.calls).toEqual([]);
  });

  it('has one write under way at a time, whoever asks', async () => {
    let underWay = 0;
    let most = 0;
    const peer = new ScriptedMarketo(async (request) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return allCreated(request);
    });
    const session = peer.connect();
    await Promise.all([session.write(leads, creates(301)), session.write(leads, [create(400)])]);
    expect(peer.calls).toHaveLength(3);
    expect(most).toBe(1);
  });

  it.each([
    ['unreachable', 'retry'],
    ['lost', 'unknown'],
    ['timeout', 'unknown'],
    ['too-large', 'unknown'],
    ['blocked', 'retry'],
  ] as const)('takes a call that ends as %s for %s', async (kind, verdict) => {
    const peer = new ScriptedMarketo(() => {
      throw new OutboundError(kind, 'It ended.');
    });
    const verdicts = await peer.connect().write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict });
  });

  it('looks again only after 90 s where a write may have been done', async () => {
    const peer = new ScriptedMarketo(() => refusal('604'));
    const verdicts = await peer.connect().write(leads, [create(1)]);
    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'unknown', lookUpAfter: 90 });
  });
});
