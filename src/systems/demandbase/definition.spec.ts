import { checkSettings, configSchema } from '../settings-schema.js';
import { demandbase } from './definition.js';
import { keyOf, SandboxPeer } from './sandbox-peer.fixture.js';

const described = async (object: string) => {
  const peer = await SandboxPeer.start();
  const description = await peer.connect().describe(object);
  await peer.close();
  return description;
};

describe('What Demandbase is to Tributary', () => {
  it.each(['account-list', 'person-list'])('has a mapping for %s that is complete as it is', async (name) => {
    const description = await described(name);
    const object = demandbase.objects[name];
    const mapping = object?.defaultMapping(description, {}) ?? [];

    expect(mapping.filter(({ to }) => !description.fields.has(to))).toEqual([]);
    const required = [...description.fields.values()].filter(({ requiredOnCreate }) => requiredOnCreate);
    expect(
      required.map(({ name: column }) => column).filter((to) => !mapping.some((entry) => entry.to === to)),
    ).toEqual([]);
  });

  it('demands three columns of companies', async () => {
    const { fields } = await described('account-list');
    const required = [...fields.values()].filter(({ requiredOnCreate }) => requiredOnCreate);
    expect(required.map(({ name }) => name)).toEqual([
      'Account Name',
      'Account Domain',
      'External Account ID',
    ]);
  });

  it.each([
    [{ token: 't' }, []],
    [{ clientId: 'i', clientSecret: 's' }, []],
    [{ clientId: 'i' }, ['credentials']],
    [{}, ['credentials']],
  ])('signs in with %j', (credentials, paths) => {
    expect(checkSettings(demandbase, {}, credentials).map(({ path }) => path)).toEqual(paths);
  });

  it('goes to Demandbase itself unless told otherwise', () => {
    expect(configSchema(demandbase)).toMatchObject({
      properties: { baseUrl: { default: 'https://uapi.demandbase.com' } },
      required: [],
    });
  });

  it('takes whom it put on a list for standing there, and asks nobody', async () => {
    const peer = await SandboxPeer.start();
    const session = peer.connect();
    const place = { object: 'account-list', target: { id: '7', name: 'Spring' } };
    const remoteId = `Spring/${keyOf(1)}`;

    const answers = await session.lookUp(place, [
      { id: 'known', key: keyOf(1), remoteIds: [remoteId], fields: [] },
      { id: 'new', key: keyOf(2), domains: ['contoso.com'], fields: [] },
    ]);

    expect(answers.get('known')).toMatchObject({ candidates: [{ remoteId, key: keyOf(1) }], missing: [] });
    expect(answers.get('new')).toEqual({ candidates: [], missing: [] });
    expect(peer.counts().calls).toBe(0);
    await peer.close();
  });
});
