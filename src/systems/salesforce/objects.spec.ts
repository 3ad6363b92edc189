import { placeOf, type ObjectDescription, type WriteOperation } from '../system.js';
import { salesforce } from './definition.js';
import { SandboxOrg } from './sandbox-org.fixture.js';
import { allWritten, recordsOf, ScriptedOrg } from './scripted-org.fixture.js';

const mappingOf = (object: string, description: ObjectDescription) =>
  salesforce.objects[object]?.defaultMapping(description, { unknownCompany: '(unknown)' }) ?? [];

describe('the objects', () => {
  it('say what they need of each other', () => {
    const shown = Object.values(salesforce.objects).map(({ name, recordKind, parents, target }) => [
      name,
      recordKind,
      parents?.map(({ object, need }) => `${object} ${need}`) ?? [],
      target?.by ?? null,
    ]);
    expect(shown).toEqual([
      ['lead', 'person', [], null],
      ['account', 'account', [], null],
      ['contact', 'person', ['account if-synced'], null],
      ['campaign-member', 'person', ['lead one-of', 'contact one-of'], ['id', 'name']],
    ]);
  });
});

describe('on a fresh org', () => {
  let org: SandboxOrg;
  beforeAll(async () => {
    org = await SandboxOrg.start();
  });
  afterAll(() => org.close());

  it.each(['lead', 'account', 'contact', 'campaign-member'])(
    'the default mapping of %s fills what is required, and names only what can be written',
    async (object) => {
      const description = await org.session.describe(object);
      const mapping = mappingOf(object, description);
      const fields = [...description.fields.values()];
      const required = fields.filter(({ requiredOnCreate }) => requiredOnCreate).map(({ name }) => name);

      expect(mapping.map(({ to }) => to)).toEqual(expect.arrayContaining(required));
      expect(mapping.filter(({ to }) => !description.fields.get(to)?.createable)).toEqual([]);
    },
  );

  it('accounts get name, website and country', async () => {
    const mapping = mappingOf('account', await org.session.describe('account'));
    expect(mapping.map(({ from, to }) => [from, to])).toEqual([
      ['name', 'Name'],
      ['domain', 'Website'],
      ['country', 'BillingCountry'],
    ]);
    expect(mapping[0]?.transform).toMatchObject({ fallback: ['domain'], constant: '(unknown)' });
  });

  it('contacts are given to their account where the connected user sees the field', async () => {
    const description = await org.session.describe('contact');
    expect(mappingOf('contact', description)).toContainEqual({ from: 'accountRemoteId', to: 'AccountId' });

    const fields = new Map([...description.fields].filter(([name]) => name !== 'AccountId'));
    const mapping = mappingOf('contact', { ...description, fields });
    expect(mapping.map(({ to }) => to)).not.toContain('AccountId');
  });

  it('members have only what their campaign and person do not say already', async () => {
    const { fields } = await org.session.describe('campaign-member');
    const writable = [...fields.values()].filter(({ createable, updateable }) => createable || updateable);
    expect(writable.map(({ name }) => name)).toEqual(['Status']);
  });

  it.each([
    ['lead', ['sign-in', 'api', 'rights', 'external-id', 'contacts']],
    ['account', ['sign-in', 'api', 'rights', 'external-id']],
    ['contact', ['sign-in', 'api', 'rights', 'external-id']],
    ['campaign-member', ['sign-in', 'api', 'rights', 'campaigns']],
  ])('the check of %s says that all is well', async (object, names) => {
    const checks = await org.session.check(object);
    expect(checks.map(({ name }) => name)).toEqual(names);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('the check', () => {
  it('names each right that is missing, and the object that cannot be read', async () => {
    const org = new ScriptedOrg(() => ({
      body: { fields: [], createable: true, updateable: false, deletable: false, queryable: false },
    }));
    const checks = await org.connect().check('campaign-member');
    const failed = checks.filter(({ ok }) => !ok);
    expect(failed).toEqual([
      {
        name: 'rights',
        ok: false,
        message:
          'The integration user may not edit and delete CampaignMember. Grant Create, Edit and Delete on it.',
      },
      { name: 'campaigns', ok: false, message: expect.stringContaining('may not read Campaigns') },
    ]);
  });

  it('looks for the key on the object it is about', async () => {
    const org = new ScriptedOrg(() => ({ body: { fields: [], createable: true, updateable: true } }));
    const checks = await org.connect().check('account');
    expect(checks.find(({ name }) => name === 'external-id')?.message).toContain('Account.Tributary_Id__c');
  });
});

describe('the owner of new records', () => {
  const queue = '00G000000000001';
  const user = '005000000000001';
  it.each([
    ['lead', queue, queue],
    ['lead', user, user],
    ['account', user, user],
    ['account', queue, undefined],
    ['contact', queue, undefined],
  ])('of %s, with %s in the settings, is %s', async (object, ownerId, expected) => {
    const org = new ScriptedOrg(allWritten);
    const operation: WriteOperation = { id: 'a', operation: 'create', key: 'k', fields: { X: '1' } };
    const config = { loginUrl: 'https://acme.my.salesforce.com', ownerId };

    await org.connect({ config }).write(placeOf(object), [operation]);

    expect(recordsOf(org.calls[0]!)[0]?.['OwnerId']).toBe(expected);
  });
});
