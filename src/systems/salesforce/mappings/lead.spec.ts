import type { ObjectDescription, RemoteField } from '../../system.js';
import { defaultLeadMapping } from './lead.js';

const field = (name: string, more: Partial<RemoteField> = {}): RemoteField => ({
  name,
  label: name,
  type: 'text',
  maxLength: 255,
  requiredOnCreate: false,
  createable: true,
  updateable: true,
  externalId: false,
  unique: false,
  allowedValues: null,
  ...more,
});

const org = (...fields: RemoteField[]): ObjectDescription => ({
  object: 'lead',
  fields: new Map(fields.map((each) => [each.name, each])),
});

const standard = [
  'LastName',
  'Company',
  'FirstName',
  'Email',
  'Phone',
  'Title',
  'Country',
  'LeadSource',
  'Description',
];
const freshOrg = () => org(...standard.map((name) => field(name)));
const config = { unknownCompany: '(unknown)' };
const entryTo = (to: string, description: ObjectDescription) =>
  defaultLeadMapping(description, config).find((entry) => entry.to === to);

describe('the default mapping of leads', () => {
  it('never leaves the fields empty that every org demands', () => {
    expect(entryTo('Company', freshOrg())).toMatchObject({
      from: 'company',
      transform: { fallback: ['accountName', 'corporateDomain'], constant: '(unknown)' },
    });
    expect(entryTo('LastName', freshOrg())).toMatchObject({
      from: 'lastName',
      transform: { fallback: ['firstName', 'emailLocalPart'], constant: '[not provided]' },
    });
  });

  it('writes every other field of the person that a fresh org has', () => {
    expect(
      defaultLeadMapping(freshOrg(), config)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(standard.toSorted());
  });

  it('gives LeadSource the source alone', () => {
    expect(entryTo('LeadSource', freshOrg())).toMatchObject({
      from: 'source',
      transform: { truncate: true },
    });
  });

  it('does not cut e-mail addresses', () => {
    expect(entryTo('Email', freshOrg())?.transform?.truncate).toBeUndefined();
  });

  it('puts what came with the lead into the description of new records where the org has no fields for it', () => {
    expect(entryTo('Description', freshOrg())).toMatchObject({
      write: 'create-only',
      transform: {
        template:
          'Lead source: {leadSource}\nAction: {action}\nOffer: {offer}\nCampaign: {campaign}\n{description}',
      },
    });
  });

  it('uses fields of its own where the org has them, and the description for the rest', () => {
    const prepared = org(
      ...freshOrg().fields.values(),
      field('Tributary_Lead_Source__c'),
      field('Tributary_Offer__c'),
    );

    expect(entryTo('Tributary_Lead_Source__c', prepared)).toMatchObject({ from: 'leadSource' });
    expect(entryTo('Tributary_Offer__c', prepared)).toMatchObject({ from: 'offer' });
    expect(entryTo('Description', prepared)?.transform?.template).toBe(
      'Action: {action}\nCampaign: {campaign}\n{description}',
    );
  });

  it('leaves out what the integration user cannot write, save what is required', () => {
    const narrow = org(field('Email'), field('Phone', { createable: false }));

    expect(defaultLeadMapping(narrow, config).map(({ to }) => to)).toEqual(['Company', 'LastName', 'Email']);
  });

  it('writes country codes to the picklist where state and country picklists are on', () => {
    const withPicklists = org(
      ...freshOrg().fields.values(),
      field('CountryCode', { type: 'picklist', allowedValues: ['US'] }),
    );

    expect(entryTo('CountryCode', withPicklists)).toMatchObject({ from: 'country' });
    expect(entryTo('Country', withPicklists)).toBeUndefined();
  });

  it('leaves LeadSource out where a restricted picklist would refuse the sources', () => {
    const restricted = org(field('LeadSource', { type: 'picklist', allowedValues: ['Web'] }));

    expect(entryTo('LeadSource', restricted)).toBeUndefined();
  });
});
