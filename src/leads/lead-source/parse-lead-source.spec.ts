import { parseLeadSource, type LeadSourceContext, type LeadSourceReading } from './parse-lead-source.js';

type Expected = Partial<Omit<LeadSourceReading, 'raw' | 'warnings'>>;
type Row = [raw: string | null, expected: Expected, codes?: string[], context?: LeadSourceContext];

const nothing: Expected = {
  source: null,
  action: null,
  publisherId: null,
  offerId: null,
  offerTitle: null,
  isTest: false,
};

function read(raw: string | null, context?: LeadSourceContext) {
  const { warnings, ...reading } = parseLeadSource(raw, context);
  return { ...reading, codes: warnings.map(({ code }) => code) };
}

function expected(raw: string | null, parts: Expected, codes: string[] = []) {
  return { ...nothing, ...parts, raw, codes };
}

const checkpoint = { publisherId: 'checkpoint', offerId: 'check-point-r77-10sg-byol' };
const bitnami = { publisherId: 'bitnami', offerId: 'openedxcypress' };
const contosoCrm = { publisherId: 'contoso', offerId: 'contoso-crm' };
const marker = 'MSFT_TEST_636573304831318844';

describe('parseLeadSource', () => {
  const corpus: Row[] = [
    [
      'AzureMarketplace',
      { source: 'AzureMarketplace', action: 'INS', offerTitle: 'Test Microsoft' },
      [],
      { actionCode: 'INS', offerTitle: 'Test Microsoft' },
    ],
    [`${marker}-${marker}|<Offer Name>`, { offerTitle: '<Offer Name>', isTest: true }],
    ['Test run through MS Flow', {}, ['source-unknown', 'action-missing']],
    [
      'TestDrive-StartTestDrive|Red Hat OpenShift',
      { source: 'TestDrive', action: 'StartTestDrive', offerTitle: 'Red Hat OpenShift' },
    ],
    [
      'AzureMarketplace-StartTestDrive|Red Hat OpenShift',
      { source: 'AzureMarketplace', action: 'StartTestDrive', offerTitle: 'Red Hat OpenShift' },
    ],
    [
      'AzureMarketplace-StartTestDrive|Red Hat OpenShift Container Platform',
      {
        source: 'AzureMarketplace',
        action: 'StartTestDrive',
        publisherId: 'redhat',
        offerId: 'openshift-container-platform',
        offerTitle: 'Red Hat OpenShift Container Platform',
      },
      [],
      { productId: 'redhat.openshift-container-platform' },
    ],
    [
      'AzureMarketplace-INS|checkpoint.check-point-r77-10sg-byol',
      { source: 'AzureMarketplace', action: 'INS', ...checkpoint },
    ],
    ['AzurePortal-Create|bitnami.openedxcypress', { source: 'AzurePortal', action: 'Create', ...bitnami }],
    [
      'SPZA-PLT|docusign.3701c77e-1cfa-4c56-91e6-3ed0b622145a',
      {
        source: 'AppSource',
        action: 'PLT',
        publisherId: 'docusign',
        offerId: '3701c77e-1cfa-4c56-91e6-3ed0b622145a',
      },
    ],
    [
      'SPZA-INS|docusign.3701c77e-1cfa-4c56-91e6-3ed0b622145',
      {
        source: 'AppSource',
        action: 'INS',
        publisherId: 'docusign',
        offerId: '3701c77e-1cfa-4c56-91e6-3ed0b622145',
      },
    ],
    ['AppSource (SPZA)-PLT|contoso.contoso-crm', { source: 'AppSource', action: 'PLT', ...contosoCrm }],
    ['AppSource (SPZA)-DNC|contoso.contoso-crm', { source: 'AppSource', action: 'DNC', ...contosoCrm }],
    ['SPZA-DNC|contoso.contoso-crm', { source: 'AppSource', action: 'DNC', ...contosoCrm }],
    [
      'AzureMarketplace-INS | checkpoint.check-point-r77-10sg-byol',
      { source: 'AzureMarketplace', action: 'INS', ...checkpoint },
    ],
    ['AzurePortal-Create|', { source: 'AzurePortal', action: 'Create' }, ['offer-empty']],
    [
      'AzureMarketplace-|bitnami.openedxcypress',
      { source: 'AzureMarketplace', action: 'Create', ...bitnami },
      ['action-empty'],
      { actionCode: 'Create' },
    ],
    [
      'AzureMarketplace-|bitnami.openedxcypress',
      { source: 'AzureMarketplace', ...bitnami },
      ['action-empty'],
    ],
    [
      'AzureMarketplace|bitnami.openedxcypress',
      { source: 'AzureMarketplace', ...bitnami },
      ['action-missing'],
    ],
    [
      'azuremarketplace-ins|Contoso.Offer',
      { source: 'AzureMarketplace', action: 'INS', publisherId: 'Contoso', offerId: 'Offer' },
    ],
    [
      'SPZA-PLT|Contoso - Finance | Pro',
      { source: 'AppSource', action: 'PLT', offerTitle: 'Contoso - Finance | Pro' },
    ],
    [
      'AzureMarketplace-INS|contoso.my.offer.v2',
      { source: 'AzureMarketplace', action: 'INS', publisherId: 'contoso', offerId: 'my.offer.v2' },
    ],
    [
      'AzureMarketplace-StartTestDrive|redhat.openshift-test-drive',
      {
        source: 'AzureMarketplace',
        action: 'StartTestDrive',
        publisherId: 'redhat',
        offerId: 'openshift-test-drive',
      },
    ],
    [
      'SPZA-XYZ|contoso.app',
      { source: 'AppSource', action: 'XYZ', publisherId: 'contoso', offerId: 'app' },
      ['action-unknown'],
    ],
    ['AppSource-INS|WA104381441', { source: 'AppSource', action: 'INS', offerId: 'WA104381441' }],
    ['', {}, ['lead-source-missing']],
    [null, {}, ['lead-source-missing']],
    [
      'AzurePortal-Create|publisher.offer',
      { source: 'AzurePortal', action: 'Create', publisherId: 'publisher', offerId: 'offer' },
      ['action-conflict'],
      { actionCode: 'INS' },
    ],
  ];

  it.each(corpus)(
    'reads %j as the vendor documents or is known to send it',
    (...[raw, parts, codes, context]) => {
      expect(read(raw, context)).toEqual(expected(raw, parts, codes));
    },
  );

  const grammar: Row[] = [
    ['Source-Action|Offer', { action: 'Action', offerTitle: 'Offer' }, ['source-unknown', 'action-unknown']],
    ['Source-Action| Offer', { action: 'Action', offerTitle: 'Offer' }, ['source-unknown', 'action-unknown']],
    [
      '**Source**-**Action** | **Offer**',
      { action: '**Action**', offerTitle: '**Offer**' },
      ['source-unknown', 'action-unknown'],
    ],
  ];

  it.each(grammar)(
    'reads the placeholder %j without taking it for more than it is',
    (...[raw, parts, codes, context]) => {
      expect(read(raw, context)).toEqual(expected(raw, parts, codes));
    },
  );

  const sources: Row[] = [
    ['AzurePortal', { source: 'AzurePortal' }, ['action-missing']],
    ['AppSource (SPZA)', { source: 'AppSource' }, ['action-missing']],
    ['"AppSource (SPZA)"', {}, ['source-unknown', 'action-missing']],
    ['SPZA', { source: 'AppSource' }, ['action-missing']],
    ['spza', { source: 'AppSource' }, ['action-missing']],
    ['APPSOURCE(spza)', { source: 'AppSource' }, ['action-missing']],
    ['AppSource', { source: 'AppSource' }, ['action-missing']],
    ['TestDrive', { source: 'TestDrive' }, ['action-missing']],
    ['(SPZA)', {}, ['source-unknown', 'action-missing']],
    ['constructor', {}, ['source-unknown', 'action-missing']],
    [marker, { isTest: true }],
    ['MSFT_TEST_<ticks>', {}, ['source-unknown', 'action-missing']],
    [`AzureMarketplace-${marker}`, { source: 'AzureMarketplace', isTest: true }],
  ];

  it.each(sources)('reads the source of %j', (...[raw, parts, codes, context]) => {
    expect(read(raw, context)).toEqual(expected(raw, parts, codes));
  });

  it.each(['INS', 'PLT', 'DNC', 'Create', 'StartTestDrive'])(
    'spells the action %s as documented',
    (action) => {
      for (const sent of [action, action.toLowerCase(), action.toUpperCase(), ` ${action}\t`]) {
        expect(read(`SPZA-${sent}`)).toMatchObject({ source: 'AppSource', action, codes: [] });
      }
    },
  );

  it.each(['CTM', 'RTM', 'Crea', 'Utwórz', 'Létrehozás', '创建', 'DNC –', '__proto__', '-INS', 'a-b'])(
    'keeps the unknown action %s as sent',
    (action) => {
      expect(read(`AppSource-${action}`)).toMatchObject({ action, codes: ['action-unknown'] });
    },
  );

  const offers: Row[] = [
    [
      '|redhat.openshift',
      { publisherId: 'redhat', offerId: 'openshift' },
      ['source-missing', 'action-missing'],
    ],
    ['|', {}, ['source-missing', 'action-missing', 'offer-empty']],
    ['||||', { offerTitle: '|||' }, ['source-missing', 'action-missing']],
    ['-', {}, ['source-missing', 'action-empty']],
    ['-INS|contoso.app', { action: 'INS', publisherId: 'contoso', offerId: 'app' }, ['source-missing']],
    ['\u00a0\t\n', {}, ['lead-source-missing']],
  ];

  it.each(offers)('reads %j, which lacks a part', (...[raw, parts, codes, context]) => {
    expect(read(raw, context)).toEqual(expected(raw, parts, codes));
  });

  const rightOfPipe: [string, Expected, string[]?][] = [
    ['3701c77e-1cfa-4c56-91e6-3ed0b622145a', { offerId: '3701c77e-1cfa-4c56-91e6-3ed0b622145a' }],
    ['3701C77E-1CFA-4C56-91E6-3ED0B622145A', { offerId: '3701C77E-1CFA-4C56-91E6-3ED0B622145A' }],
    ['3701c77e-1cfa-4c56-91e6-3ed0b622145', { offerTitle: '3701c77e-1cfa-4c56-91e6-3ed0b622145' }],
    ['wa104381441', { offerId: 'wa104381441' }],
    ['WA', { offerTitle: 'WA' }],
    ['WA104 381441', { offerTitle: 'WA104 381441' }],
    ['Contoso', { offerTitle: 'Contoso' }],
    ['Contoso 2.0 for Teams', { offerTitle: 'Contoso 2.0 for Teams' }],
    ['Node.js', { publisherId: 'Node', offerId: 'js' }],
    ['contoso.crm pro', { offerTitle: 'contoso.crm pro' }],
    ['contoso.crm\u00a0pro', { offerTitle: 'contoso.crm\u00a0pro' }],
    ['a|b.c', { publisherId: 'a|b', offerId: 'c' }],
    ['Überblick.größe-日本', { publisherId: 'Überblick', offerId: 'größe-日本' }],
    ['.NET', { offerTitle: '.NET' }, ['offer-id-incomplete']],
    ['contoso.', { offerTitle: 'contoso.' }, ['offer-id-incomplete']],
    ['.', { offerTitle: '.' }, ['offer-id-incomplete']],
  ];

  it.each(rightOfPipe)('reads %j right of the pipe', (...[offer, parts, codes]) => {
    const raw = `SPZA-PLT|${offer}`;
    expect(read(raw)).toEqual(expected(raw, { source: 'AppSource', action: 'PLT', ...parts }, codes));
  });

  const contexts: Row[] = [
    [
      null,
      { action: 'INS', offerTitle: 'Node.js' },
      ['lead-source-missing'],
      { actionCode: 'ins', offerTitle: ' Node.js ' },
    ],
    [
      'AppSource-ins',
      { source: 'AppSource', action: 'INS' },
      [],
      { actionCode: ' INS ', offerTitle: ' ', productId: '' },
    ],
    ['AppSource', { source: 'AppSource', action: 'XYZ' }, ['action-unknown'], { actionCode: 'XYZ' }],
    [
      'AppSource-XYZ',
      { source: 'AppSource', action: 'XYZ' },
      ['action-unknown', 'action-conflict'],
      { actionCode: 'INS' },
    ],
    [
      'SPZA-PLT|contoso.app',
      {
        source: 'AppSource',
        action: 'PLT',
        publisherId: 'Contoso',
        offerId: 'App',
        offerTitle: 'Contoso App',
      },
      [],
      { offerTitle: 'Contoso App', productId: 'Contoso.App' },
    ],
    [
      'SPZA-PLT|Contoso App',
      { source: 'AppSource', action: 'PLT', offerTitle: 'Contoso App' },
      ['offer-title-conflict'],
      { offerTitle: 'Fabrikam App' },
    ],
    [
      'SPZA-PLT|contoso.app',
      { source: 'AppSource', action: 'PLT', publisherId: 'contoso', offerId: 'other' },
      ['offer-id-conflict'],
      { productId: 'contoso.other' },
    ],
    [
      'SPZA-PLT',
      { source: 'AppSource', action: 'PLT' },
      ['product-id-unreadable'],
      { productId: 'not an id' },
    ],
  ];

  it.each(contexts)('reads %j beside the other fields of its lead', (...[raw, parts, codes, context]) => {
    expect(read(raw, context)).toEqual(expected(raw, parts, codes));
  });

  it('names both actions of a conflict', () => {
    const { warnings } = parseLeadSource('AzurePortal-Create|publisher.offer', { actionCode: 'INS' });
    expect(warnings[0]?.message).toContain('"Create"');
    expect(warnings[0]?.message).toContain('"INS"');
  });

  it('explains every odd case in a sentence', () => {
    const { warnings } = parseLeadSource('Foo-|', { productId: 'not an id' });
    expect(warnings.map(({ code }) => code)).toEqual([
      'source-unknown',
      'action-empty',
      'offer-empty',
      'product-id-unreadable',
    ]);
    for (const { message } of warnings) expect(message).toMatch(/^[A-Z].*\.$/);
  });

  it('takes an absent LeadSource for null', () => {
    expect(parseLeadSource(undefined).raw).toBeNull();
  });

  it('quotes little of a very long string and never half a character', () => {
    const { warnings } = parseLeadSource('x'.repeat(79) + '😀'.repeat(100_000));
    expect(warnings[0]?.message.length).toBeLessThan(200);
    expect(warnings[0]?.message).not.toMatch(/\p{Surrogate}/u);
  });
});
