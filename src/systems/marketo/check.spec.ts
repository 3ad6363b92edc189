import type { SystemConfig } from '../system.js';
import { defaultCompanyMapping, defaultLeadMapping } from './default-mapping.js';
import { startMarketo, type Marketo } from './sandbox.fixture.js';

let marketo: Marketo;
beforeEach(async () => {
  marketo = await startMarketo();
});
afterEach(() => marketo.close());

const failing = async (object: string, config = {}) =>
  (await marketo.connect(config).check(object)).filter(({ ok }) => !ok).map(({ name }) => name);

describe('The check of a Marketo connection', () => {
  it.each(['lead', 'company', 'static-list'])(
    'passes for %s on an instance that is in order',
    async (object) => {
      expect(await failing(object)).toEqual([]);
      expect(marketo.counters().violations).toBe(0);
    },
  );

  it('changes nothing', async () => {
    await marketo.session.check('company');
    expect(marketo.records('company')).toEqual([]);
  });

  it('says that people are matched by e-mail and never by ECID', async () => {
    const items = await marketo.session.check('lead');
    expect(items.find(({ name }) => name === 'lookup-field')?.message).toMatch(
      /by email\..*cannot search an ECID/,
    );
  });

  it.each([
    ['lookup-field', { lookupField: 'ecids' }],
    ['key-field', { keyField: 'notThere' }],
    ['key-field', { keyField: 'title' }],
  ])('names a %s that does not serve: %j', async (name, config) => {
    expect(await failing('lead', config)).toEqual([name]);
  });

  it('says which rights are missing', async () => {
    marketo.instance.changeSettings({ isAllowed: false });
    const [, api] = await marketo.session.check('lead');
    expect(api).toMatchObject({ ok: false, message: expect.stringMatching(/603.*IP allow-list/) });
  });

  it('stops at credentials that are wrong', async () => {
    const sandboxed = await startMarketo({}, { clientSecret: 'other' });
    sandboxed.instance.reset();
    const other = marketo.connect({ baseUrl: sandboxed.sandbox.url });
    expect(await other.check('lead')).toMatchObject([{ name: 'sign-in', ok: false }]);
    await sandboxed.close();
  });
});

describe('What Marketo has for fields', () => {
  it('leaves company fields of a lead to the companies', async () => {
    const { fields } = await marketo.session.describe('lead');
    expect(fields.get('company')).toMatchObject({ createable: false, updateable: false });
    expect(fields.get('title')).toMatchObject({ createable: true, type: 'text', maxLength: 255 });
    expect(fields.get('createdAt')).toMatchObject({ updateable: false, type: 'datetime' });
    expect(fields.get('email')).toMatchObject({ requiredOnCreate: true, type: 'email' });
  });

  it('does not ask for an address where our key tells leads apart or none is made', async () => {
    const configs: SystemConfig[] = [{ keyField: 'tributaryId' }, { creation: 'update-only' }];
    for (const config of configs) {
      const { fields } = await marketo.connect(config).describe('lead');
      expect(fields.get('email')?.requiredOnCreate).toBe(false);
    }
  });

  it('is asked for once until it is forgotten', async () => {
    await marketo.session.describe('lead');
    await marketo.session.describe('lead');
    expect(marketo.counters().describes).toBe(1);
    marketo.session.forget('lead');
    await marketo.session.describe('lead');
    expect(marketo.counters().describes).toBe(2);
  });

  it('has default mappings that go only where something may be written', async () => {
    const lead = defaultLeadMapping(await marketo.session.describe('lead'));
    const company = defaultCompanyMapping(await marketo.session.describe('company'));
    expect(lead.map(({ to }) => to)).toEqual([
      'email',
      'firstName',
      'lastName',
      'title',
      'phone',
      'country',
      'leadSource',
      'externalCompanyId',
    ]);
    expect(company.map(({ to }) => to)).toEqual(['company', 'website', 'billingCountry']);
  });

  it('knows no other objects', async () => {
    await expect(marketo.session.describe('campaign')).rejects.toMatchObject({ kind: 'misconfigured' });
    const verdicts = await marketo.session.write({ object: 'campaign', target: null }, [
      { id: 'a', operation: 'remove', remoteId: '1' },
    ]);
    expect(verdicts.get('a')).toMatchObject({ verdict: 'rejected', whoActs: 'us' });
  });
});
