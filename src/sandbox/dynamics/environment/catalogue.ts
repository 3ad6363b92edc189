import { choice, column, readOnly, text, type Column } from './column.js';

/** A table as a fresh Dynamics 365 Sales environment has it, shortened to what records of people and companies use. */
export interface TableSchema {
  readonly logicalName: string;
  readonly entitySet: string;
  readonly idColumn: string;
  readonly columns: readonly Column[];
}

const required = { required: 'ApplicationRequired' } as const;
const email = { format: 'Email' } as const;
const phone = { format: 'Phone' } as const;

/** `true` means do not allow. */
const optOuts = [
  'donotemail',
  'donotbulkemail',
  'donotphone',
  'donotpostalmail',
  'donotfax',
  'donotsendmm',
].map((name) => column(name, 'Boolean'));
const emails = [1, 2, 3].map((number) => text(`emailaddress${number}`, 100, email));
const phones = [1, 2, 3].map((number) => text(`telephone${number}`, 50, phone));
const address = [
  ...[1, 2, 3].map((number) => text(`address1_line${number}`, 250)),
  text('address1_city', 80),
  text('address1_stateorprovince', 50),
  text('address1_postalcode', 20),
  text('address1_country', 80),
];
const common = [
  readOnly('createdon', 'DateTime'),
  readOnly('modifiedon', 'DateTime'),
  column('ownerid', 'Owner', {
    required: 'SystemRequired',
    targets: [
      { table: 'systemuser', property: 'ownerid' },
      { table: 'team', property: 'ownerid' },
    ],
  }),
  column('description', 'Memo', { maxLength: 2000 }),
  ...optOuts,
  ...emails,
  ...phones,
  ...address,
];

function states(...labels: string[]): Column {
  const options = labels.map((label, value) => ({ value, label }));
  return column('statecode', 'State', { required: 'SystemRequired', createable: false, options });
}

const leadSources = [
  'Advertisement',
  'Employee Referral',
  'External Referral',
  'Partner',
  'Public Relations',
  'Seminar',
  'Trade Show',
  'Web',
  'Word of Mouth',
  'Other',
];

const lead: TableSchema = {
  logicalName: 'lead',
  entitySet: 'leads',
  idColumn: 'leadid',
  columns: [
    column('leadid', 'Uniqueidentifier', { required: 'SystemRequired', updateable: false }),
    text('subject', 300, { ...required, label: 'Topic' }),
    text('lastname', 50, { ...required, label: 'Last Name' }),
    text('firstname', 50, { required: 'Recommended', label: 'First Name' }),
    text('companyname', 100, { label: 'Company Name' }),
    text('jobtitle', 100, { label: 'Job Title' }),
    text('mobilephone', 20, phone),
    text('websiteurl', 200, { format: 'Url' }),
    column('numberofemployees', 'Integer', { minimum: 0, maximum: 1_000_000 }),
    column('estimatedclosedate', 'DateTime', { isDay: true }),
    column('revenue', 'Money', { minimum: 0, maximum: 100_000_000_000 }),
    choice('leadqualitycode', ['Hot', 'Warm', 'Cold'], { label: 'Rating' }),
    choice('leadsourcecode', leadSources, { label: 'Lead Source' }),
    readOnly('leadsourcecodename', 'Virtual', { attributeOf: 'leadsourcecode' }),
    column('parentaccountid', 'Lookup', { targets: [{ table: 'account', property: 'parentaccountid' }] }),
    column('parentcontactid', 'Lookup', { targets: [{ table: 'contact', property: 'parentcontactid' }] }),
    column('customerid', 'Customer', {
      targets: [
        { table: 'contact', property: 'customerid_contact' },
        { table: 'account', property: 'customerid_account' },
      ],
    }),
    states('Open', 'Qualified', 'Disqualified'),
    column('statuscode', 'Status', {
      options: [
        { value: 1, label: 'New', state: 0 },
        { value: 2, label: 'Contacted', state: 0 },
        { value: 3, label: 'Qualified', state: 1 },
        { value: 4, label: 'Lost', state: 2 },
        { value: 5, label: 'Cannot Contact', state: 2 },
        { value: 6, label: 'No Longer Interested', state: 2 },
        { value: 7, label: 'Canceled', state: 2 },
      ],
    }),
    ...common,
  ],
};

const statusReasons = column('statuscode', 'Status', {
  options: [
    { value: 1, label: 'Active', state: 0 },
    { value: 2, label: 'Inactive', state: 1 },
  ],
});

const account: TableSchema = {
  logicalName: 'account',
  entitySet: 'accounts',
  idColumn: 'accountid',
  columns: [
    column('accountid', 'Uniqueidentifier', { required: 'SystemRequired', updateable: false }),
    text('name', 160, { ...required, label: 'Account Name' }),
    text('accountnumber', 20),
    text('websiteurl', 200, { format: 'Url' }),
    column('numberofemployees', 'Integer', { minimum: 0, maximum: 1_000_000_000 }),
    column('parentaccountid', 'Lookup', { targets: [{ table: 'account', property: 'parentaccountid' }] }),
    states('Active', 'Inactive'),
    statusReasons,
    ...common,
  ],
};

const contact: TableSchema = {
  logicalName: 'contact',
  entitySet: 'contacts',
  idColumn: 'contactid',
  columns: [
    column('contactid', 'Uniqueidentifier', { required: 'SystemRequired', updateable: false }),
    text('lastname', 50, { ...required, label: 'Last Name' }),
    text('firstname', 50, { label: 'First Name' }),
    text('jobtitle', 100),
    text('mobilephone', 50, phone),
    choice('leadsourcecode', ['Default Value']),
    column('parentcustomerid', 'Customer', {
      label: 'Company Name',
      targets: [
        { table: 'contact', property: 'parentcustomerid_contact' },
        { table: 'account', property: 'parentcustomerid_account' },
      ],
    }),
    states('Active', 'Inactive'),
    statusReasons,
    ...common,
  ],
};

export const TABLES: readonly TableSchema[] = [lead, account, contact];
