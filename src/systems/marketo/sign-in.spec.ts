import { OutboundError } from '../../platform/http/index.js';
import { freeBudget } from '../system.js';
import { readSettings } from './settings.js';
import { SignIn } from './sign-in.js';
import { ScriptedMarketo, token, type Answer } from './scripted-marketo.fixture.js';

function signInTo(answers: readonly Answer[], onPause: (ms: number) => void = () => undefined) {
  const peer = new ScriptedMarketo(() => ({}));
  peer.tokenAnswers.push(...answers);
  const settings = readSettings({
    config: { baseUrl: 'https://123-abc-456.mktorest.com' },
    credentials: { clientId: 'id', clientSecret: 'secret' },
  });
  const surroundings = { http: peer, now: () => peer.now, budget: freeBudget };
  const pause = async (ms: number) => onPause(ms);
  return { peer, signIn: new SignIn(settings, surroundings, 'marketo:test', pause) };
}

describe('Signing in to Marketo', () => {
  it.each([0, 1, 5, 10])('waits out a token that has %s s left and asks again', async (left) => {
    const waits: number[] = [];
    const { signIn } = signInTo([token('dying', left), token('fresh')], (ms) => waits.push(ms));
    expect(await signIn.current()).toBe('fresh');
    expect(waits).toEqual([(left + 1) * 1_000]);
  });

  it('uses a token with some life left', async () => {
    const { signIn, peer } = signInTo([token('old', 11)]);
    expect(await signIn.current()).toBe('old');
    expect(peer.tokenRequests).toHaveLength(1);
  });

  it('gives up on an instance that only has dead tokens', async () => {
    const { signIn } = signInTo(Array.from({ length: 9 }, () => token('dead', 0)));
    await expect(signIn.current()).rejects.toMatchObject({
      kind: 'unavailable',
      failure: { code: 'DYING_TOKEN' },
    });
  });

  it.each([
    [401, 'invalid_client', 'sign-in', /clientId/],
    [401, 'unauthorized', 'sign-in', /clientSecret/],
    [404, 'not_found', 'sign-in', /baseUrl/],
    [503, 'server_error', 'unavailable', /tried again/],
  ])('says what to do about %s %s', async (status, error, kind, advice) => {
    const { signIn } = signInTo([{ status, body: { error, error_description: 'Bad client credentials' } }]);
    await expect(signIn.current()).rejects.toMatchObject({
      kind,
      failure: { code: error, message: 'Bad client credentials', advice: expect.stringMatching(advice) },
    });
  });

  it.each(['<html>', { token_type: 'bearer', expires_in: 100 }, { access_token: 'x' }])(
    'takes no answer without a token and its life: %j',
    async (body) => {
      const { signIn } = signInTo([{ body }]);
      await expect(signIn.current()).rejects.toMatchObject({
        kind: 'sign-in',
        failure: { code: 'UNREADABLE_TOKEN' },
      });
    },
  );

  it('says that the identity service was not reached', async () => {
    const { signIn, peer } = signInTo([]);
    peer.request = () => Promise.reject(new OutboundError('unreachable', 'Nobody there.'));
    await expect(signIn.current()).rejects.toMatchObject({
      kind: 'unavailable',
      failure: { code: 'IDENTITY_UNREACHABLE' },
    });
  });

  it('stops asking an instance that refuses whatever it issues', async () => {
    const { signIn, peer } = signInTo([]);
    for (let number = 0; number < 9; number++) await signIn.renew(await signIn.current());
    const refused = signIn.renew(await signIn.current().catch(() => ''));
    await expect(refused).rejects.toMatchObject({ failure: { code: 'TOO_MANY_SIGN_INS' } });
    expect(peer.tokenRequests).toHaveLength(10);
  });
});
