import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import type { SalesforceSandboxOptions } from '../../sandbox/index.js';
import { startSalesforceSandbox } from '../../sandbox/index.js';
import type { CheckItem } from '../system.js';
import { salesforce } from './definition.js';
import { toDescription } from './describe.js';
import { ScriptedOrg } from './scripted-org.fixture.js';
import { freeBudget } from '../system.js';

async function checkOrg(options: SalesforceSandboxOptions, secret?: string): Promise<CheckItem[]> {
  const sandbox = await startSalesforceSandbox(options);
  const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
  try {
    const credentials = { clientId: sandbox.app.clientId, clientSecret: secret ?? sandbox.app.clientSecret };
    const settings = { config: { loginUrl: sandbox.url }, credentials };
    return await salesforce
      .connect(settings, { http, now: () => new Date(), budget: freeBudget })
      .check('lead');
  } finally {
    http.close();
    await sandbox.close();
  }
}

describe('checking an org', () => {
  it('finds a prepared org ready', async () => {
    const items = await checkOrg({});

    expect(items.map(({ name, ok }) => [name, ok])).toEqual([
      ['sign-in', true],
      ['api', true],
      ['rights', true],
      ['external-id', true],
      ['contacts', true],
    ]);
  });

  it('says how to make the external id field when it is missing', async () => {
    const items = await checkOrg({ removeExternalIdField: true });

    expect(items.find(({ name }) => name === 'external-id')).toEqual({
      name: 'external-id',
      ok: false,
      message: expect.stringMatching(/Lead\.Tributary_Id__c is not there.*mark it External ID and Unique/),
    });
  });

  it('wants the external id to be unique', async () => {
    const items = await checkOrg({ externalIdUnique: false });

    expect(items.find(({ name }) => name === 'external-id')).toMatchObject({
      ok: false,
      message: expect.stringContaining('not unique'),
    });
  });

  it('stops at wrong credentials and says which', async () => {
    const items = await checkOrg({}, 'wrong');

    expect(items).toEqual([
      { name: 'sign-in', ok: false, message: expect.stringMatching(/invalid_client.*clientSecret/) },
    ]);
  });

  it.each([
    ['external-id', { externalId: false }, /no external id/],
    ['external-id', { updateable: false }, /read-only/],
  ])('fails %s for a field with %j', async (name, change, message) => {
    const field = {
      name: 'Tributary_Id__c',
      externalId: true,
      unique: true,
      createable: true,
      updateable: true,
      ...change,
    };
    const org = new ScriptedOrg(() => ({
      body: { fields: [field], createable: true, updateable: true, queryable: true },
    }));

    const items = await org.connect().check('lead');

    expect(items.find((item) => item.name === name)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    });
  });

  it('wants the rights to create and edit leads and to read contacts', async () => {
    const org = new ScriptedOrg(() => ({
      body: { fields: [], createable: false, updateable: true, queryable: false },
    }));

    const items = await org.connect().check('lead');

    expect(items.find(({ name }) => name === 'rights')).toMatchObject({
      ok: false,
      message: expect.stringContaining('create Lead'),
    });
    expect(items.find(({ name }) => name === 'contacts')).toMatchObject({ ok: false });
  });

  it('reports an API version the org does not have', async () => {
    const org = new ScriptedOrg(() => ({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    }));

    const items = await org.connect().check('lead');

    expect(items.at(-1)).toEqual({ name: 'api', ok: false, message: expect.stringContaining('apiVersion') });
  });
});

describe('a description', () => {
  const description = toDescription('lead', {
    fields: [
      {
        name: 'LastName',
        label: 'Last Name',
        type: 'string',
        length: 80,
        nillable: false,
        createable: true,
        updateable: true,
      },
      {
        name: 'Status',
        type: 'picklist',
        length: 40,
        nillable: false,
        defaultedOnCreate: true,
        createable: true,
        picklistValues: [{ value: 'Open', active: true }],
      },
      {
        name: 'Country',
        type: 'picklist',
        length: 80,
        createable: true,
        restrictedPicklist: true,
        picklistValues: [
          { value: 'Spain', active: true },
          { value: 'Prussia', active: false },
        ],
      },
      { name: 'IsConverted', type: 'boolean', length: 0, nillable: false, createable: false },
      { name: 'Location__c', type: 'location', length: 0 },
    ],
  });

  it('says what a new record must have', () => {
    const required = [...description.fields.values()].filter(({ requiredOnCreate }) => requiredOnCreate);

    expect(required.map(({ name }) => name)).toEqual(['LastName']);
  });

  it('limits the values of restricted picklists only, to the active ones', () => {
    expect(description.fields.get('Country')?.allowedValues).toEqual(['Spain']);
    expect(description.fields.get('Status')?.allowedValues).toBeNull();
  });

  it('gives lengths to text and types it does not know as other', () => {
    expect(description.fields.get('LastName')).toMatchObject({
      type: 'text',
      maxLength: 80,
      label: 'Last Name',
    });
    expect(description.fields.get('IsConverted')).toMatchObject({ type: 'boolean', maxLength: null });
    expect(description.fields.get('Location__c')).toMatchObject({ type: 'other', label: 'Location__c' });
  });

  it('is read once until it is forgotten, and again after a failure', async () => {
    let failing = true;
    const org = new ScriptedOrg(() => (failing ? { status: 503, body: [] } : { body: { fields: [] } }));
    const session = org.connect();

    await expect(session.describe('lead')).rejects.toMatchObject({ kind: 'unavailable' });
    failing = false;
    await Promise.all([session.describe('lead'), session.describe('lead')]);
    expect(org.calls).toHaveLength(2);
    session.forget('lead');
    await session.describe('lead');
    expect(org.calls).toHaveLength(3);
  });

  it('of an object that is not known is an error', async () => {
    await expect(new ScriptedOrg(() => ({})).connect().describe('starship')).rejects.toMatchObject({
      kind: 'misconfigured',
      failure: { code: 'UNKNOWN_OBJECT' },
    });
  });
});
