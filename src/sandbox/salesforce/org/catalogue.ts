import type { FieldSchema, ObjectDeclaration } from './field.js';
import { field, flag, OWNER, phone, picklist, READ_ONLY, SYSTEM_FIELDS, text } from './field-kinds.js';

/**
 * The objects of a fresh org, with the lengths and flags that describe calls of real orgs show, the
 * fields an admin makes for Tributary, and those that field-level security usually hides.
 * Source: Salesforce Field Reference Guide and Object Reference.
 */
export function catalogue(): readonly ObjectDeclaration[] {
  return [LEAD, CONTACT, ACCOUNT, CAMPAIGN, CAMPAIGN_MEMBER, ORGANIZATION];
}

const LEAD_SOURCES = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
const INDUSTRIES = ['Consulting', 'Education', 'Finance', 'Government', 'Healthcare', 'Technology', 'Other'];
const COUNTRIES =
  'Australia,Austria,Belgium,Brazil,Canada,China,Denmark,Finland,France,Germany,India,Ireland,Italy,Japan,Mexico,' +
  'Netherlands,New Zealand,Norway,Poland,Portugal,Singapore,South Africa,Spain,Sweden,Switzerland,United Kingdom,' +
  'United States';

const PERSON_NAME: readonly FieldSchema[] = [
  text('LastName', 80, { required: true }),
  text('FirstName', 40),
  picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.']),
  text('Name', 121, READ_ONLY),
  text('Title', 128),
  field('Email', 'email', 80, { idLookup: true }),
];

const OPT_OUTS: readonly FieldSchema[] = [
  flag('HasOptedOutOfEmail'),
  flag('HasOptedOutOfFax'),
  flag('DoNotCall'),
];

const TRIBUTARY_FIELDS: readonly FieldSchema[] = [
  text('Tributary_Id__c', 255, { externalId: true, unique: true, idLookup: true }),
  text('Tributary_Lead_Source__c', 255),
  text('Tributary_Action__c', 255),
  text('Tributary_Offer__c', 255),
  text('Tributary_Campaign__c', 255),
];

function address(prefix: string): readonly FieldSchema[] {
  return [
    field(`${prefix}Street`, 'textarea', 255),
    text(`${prefix}City`, 40),
    text(`${prefix}State`, 80),
    text(`${prefix}PostalCode`, 20),
    text(`${prefix}Country`, 80, { values: COUNTRIES.split(',') }),
  ];
}

const LEAD: ObjectDeclaration = {
  name: 'Lead',
  label: 'Lead',
  keyPrefix: '00Q',
  writable: true,
  fields: [
    ...SYSTEM_FIELDS,
    ...PERSON_NAME,
    text('Company', 255, { required: true }),
    ...['Phone', 'MobilePhone', 'Fax'].map(phone),
    field('Website', 'url', 255),
    ...address(''),
    field('Description', 'textarea', 32_000),
    picklist('LeadSource', LEAD_SOURCES),
    picklist(
      'Status',
      ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'],
      { required: true, defaultValue: 'Open - Not Contacted' },
    ),
    picklist('Industry', INDUSTRIES),
    picklist('Rating', ['Hot', 'Warm', 'Cold']),
    field('AnnualRevenue', 'currency', 18),
    field('NumberOfEmployees', 'int', 8),
    OWNER,
    flag('IsConverted', { updateable: false }),
    field('ConvertedDate', 'datetime', 0, READ_ONLY),
    field('ConvertedAccountId', 'reference', 18, { ...READ_ONLY, referenceTo: ['Account'] }),
    field('ConvertedContactId', 'reference', 18, { ...READ_ONLY, referenceTo: ['Contact'] }),
    field('ConvertedOpportunityId', 'reference', 18, { ...READ_ONLY, referenceTo: ['Opportunity'] }),
    ...OPT_OUTS,
    ...TRIBUTARY_FIELDS,
  ],
};

const CONTACT: ObjectDeclaration = {
  name: 'Contact',
  label: 'Contact',
  keyPrefix: '003',
  writable: true,
  fields: [
    ...SYSTEM_FIELDS,
    ...PERSON_NAME,
    field('AccountId', 'reference', 18, { referenceTo: ['Account'] }),
    text('Department', 80),
    ...['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone', 'Fax'].map(phone),
    ...address('Mailing'),
    field('Description', 'textarea', 32_000),
    picklist('LeadSource', LEAD_SOURCES),
    OWNER,
    ...OPT_OUTS,
    ...TRIBUTARY_FIELDS,
  ],
};

const ACCOUNT: ObjectDeclaration = {
  name: 'Account',
  label: 'Account',
  keyPrefix: '001',
  writable: true,
  fields: [
    ...SYSTEM_FIELDS,
    text('Name', 255, { required: true }),
    text('AccountNumber', 40),
    field('Website', 'url', 255),
    ...['Phone', 'Fax'].map(phone),
    ...address('Billing'),
    picklist('Industry', INDUSTRIES),
    picklist('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Other']),
    picklist('AccountSource', LEAD_SOURCES),
    field('Description', 'textarea', 32_000),
    field('NumberOfEmployees', 'int', 8),
    field('AnnualRevenue', 'currency', 18),
    text('Sic', 20),
    text('TickerSymbol', 20),
    field('ParentId', 'reference', 18, { referenceTo: ['Account'] }),
    OWNER,
    ...TRIBUTARY_FIELDS.slice(0, 1),
  ],
};

const CAMPAIGN: ObjectDeclaration = {
  name: 'Campaign',
  label: 'Campaign',
  keyPrefix: '701',
  writable: true,
  fields: [
    ...SYSTEM_FIELDS,
    text('Name', 80, { required: true, idLookup: true }),
    picklist('Type', ['Conference', 'Webinar', 'Advertisement', 'Email', 'Partners', 'Other'], {
      defaultValue: 'Conference',
    }),
    picklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted'], { defaultValue: 'Planned' }),
    field('StartDate', 'date', 0),
    field('EndDate', 'date', 0),
    flag('IsActive'),
    field('Description', 'textarea', 32_000),
    field('ParentId', 'reference', 18, { referenceTo: ['Campaign'] }),
    OWNER,
  ],
};

const NOT_MOVED = { updateable: false };
const CAMPAIGN_MEMBER: ObjectDeclaration = {
  name: 'CampaignMember',
  label: 'Campaign Member',
  keyPrefix: '00v',
  writable: true,
  fields: [
    ...SYSTEM_FIELDS,
    field('CampaignId', 'reference', 18, { required: true, ...NOT_MOVED, referenceTo: ['Campaign'] }),
    field('LeadId', 'reference', 18, { ...NOT_MOVED, referenceTo: ['Lead'] }),
    field('ContactId', 'reference', 18, { ...NOT_MOVED, referenceTo: ['Contact'] }),
    picklist('Status', ['Sent', 'Responded'], { defaultValue: 'Sent' }),
    flag('HasResponded', READ_ONLY),
    field('FirstRespondedDate', 'date', 0, READ_ONLY),
  ],
};

const ORGANIZATION: ObjectDeclaration = {
  name: 'Organization',
  label: 'Organization',
  keyPrefix: '00D',
  writable: false,
  fields: [
    ...SYSTEM_FIELDS,
    text('Name', 80, READ_ONLY),
    text('InstanceName', 5, READ_ONLY),
    picklist('OrganizationType', ['Developer Edition', 'Enterprise Edition'], READ_ONLY),
    flag('IsSandbox', READ_ONLY),
  ],
};
