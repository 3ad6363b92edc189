import type { MappingEntry, ObjectDescription, SystemSession } from '../system.js';
import { dynamics } from './definition.js';
import { SandboxSession } from './sandbox-session.fixture.js';

describe('the default mapping to Dynamics', () => {
  let peer: SandboxSession;
  let session: SystemSession;

  beforeAll(async () => {
    peer = await SandboxSession.start();
    session = peer.connect();
  });
  afterAll(() => peer.close());

  const mappingOf = (object: string, description: ObjectDescription): readonly MappingEntry[] =>
    dynamics.objects[object]?.defaultMapping(description, {}) ?? [];

  it.each(['lead', 'account', 'contact'])(
    'writes columns that a fresh environment has: %s',
    async (object) => {
      const description = await session.describe(object);

      for (const { to } of mappingOf(object, description)) {
        expect([to, description.fields.get(to)]).toEqual([to, expect.objectContaining({ createable: true })]);
      }
    },
  );

  it.each(['lead', 'account', 'contact'])('never leaves empty what forms demand: %s', async (object) => {
    const description = await session.describe(object);
    const mapping = mappingOf(object, description);

    const required = [...description.fields.values()].filter(({ requiredOnCreate }) => requiredOnCreate);
    for (const { name } of required) {
      expect(mapping.find(({ to }) => to === name)?.transform).toMatchObject({
        constant: expect.stringMatching(/\S/),
        truncate: true,
      });
    }
  });

  it.each([
    [['Partner', 'Web'], 'Web', 'Partner'],
    [['Web', 'Anzeige'], 'Web', 'Web'],
    [['Partner'], 'Partner', 'Partner'],
    [['Anzeige'], undefined, undefined],
  ])('of the options %p takes %p for marketplaces and %p for partners', async (options, web, partner) => {
    const { object, fields } = await session.describe('lead');
    const source = fields.get('leadsourcecode');
    if (!source) throw new Error('There is no leadsourcecode.');
    const translated = new Map([
      ...fields,
      ['leadsourcecode', { ...source, allowedValues: options }] as const,
    ]);

    const entry = mappingOf('lead', { object, fields: translated }).find(({ to }) => to === 'leadsourcecode');

    const [step] = entry?.transform?.steps ?? [];
    const lookup = typeof step === 'object' ? step.lookup : undefined;
    expect([lookup?.table.AppSource, lookup?.otherwise]).toEqual([web, partner]);
    expect(entry?.write).toBe(entry && 'create-only');
  });

  it('gives the description once and never cuts an e-mail address', async () => {
    const mapping = mappingOf('lead', await session.describe('lead'));

    expect(mapping.find(({ to }) => to === 'description')).toMatchObject({ write: 'create-only' });
    expect(mapping.find(({ to }) => to === 'emailaddress1')).toEqual({ from: 'email', to: 'emailaddress1' });
  });

  it('ties people to the account of their company', async () => {
    expect(mappingOf('contact', await session.describe('contact'))).toContainEqual({
      from: 'accountRemoteId',
      to: 'parentcustomerid',
    });
    expect(mappingOf('lead', await session.describe('lead'))).toContainEqual({
      from: 'accountRemoteId',
      to: 'parentaccountid',
    });
  });
});
