import type { MappingEntry, ObjectDescription } from '../system.js';

/** What came with a lead beyond the person, line by line. */
const details = [
  'Lead source: {leadSource}',
  'Action: {action}',
  'Offer: {offer}',
  'Campaign: {campaign}',
  '{description}',
].join('\n');

const unknown = '[not provided]';
const cut = { truncate: true };

/**
 * A mapping that a fresh environment takes: `subject` and `lastname`, which forms demand, are never empty. The account
 * is the one that the person was given to, where accounts are brought there, too.
 */
export function defaultLeadMapping(description: ObjectDescription): MappingEntry[] {
  const topic = ['offer', 'campaign', 'company', 'accountName', 'corporateDomain'];
  return [
    // Sales people give the topic words of their own.
    {
      from: 'offerName',
      to: 'subject',
      transform: { fallback: topic, constant: 'New lead', ...cut },
      write: 'create-only',
    },
    lastName,
    ...known(description, [
      ...person,
      {
        from: 'company',
        to: 'companyname',
        transform: { fallback: ['accountName', 'corporateDomain'], ...cut },
      },
      { from: 'website', to: 'websiteurl' },
      ...leadSource(description),
      { from: 'accountRemoteId', to: 'parentaccountid' },
      {
        from: 'description',
        to: 'description',
        transform: { template: details, ...cut },
        write: 'create-only',
      },
    ]),
  ];
}

export function defaultContactMapping(description: ObjectDescription): MappingEntry[] {
  return [
    lastName,
    ...known(description, [
      ...person,
      { from: 'accountRemoteId', to: 'parentcustomerid' },
      { from: 'description', to: 'description', transform: cut, write: 'create-only' },
    ]),
  ];
}

export function defaultAccountMapping(description: ObjectDescription): MappingEntry[] {
  return [
    { from: 'name', to: 'name', transform: { constant: unknown, ...cut } },
    ...known(description, [
      { from: 'website', to: 'websiteurl' },
      { from: 'country', to: 'address1_country', transform: cut },
    ]),
  ];
}

const lastName: MappingEntry = {
  from: 'lastName',
  to: 'lastname',
  transform: { fallback: ['firstName', 'emailLocalPart'], constant: unknown, ...cut },
};

const person: readonly MappingEntry[] = [
  { from: 'firstName', to: 'firstname', transform: cut },
  // A shortened address would be somebody else's: too long a one is refused instead.
  { from: 'email', to: 'emailaddress1' },
  { from: 'phone', to: 'telephone1', transform: cut },
  { from: 'title', to: 'jobtitle', transform: cut },
  { from: 'country', to: 'address1_country', transform: cut },
];

/** What the marketplaces' own sources are called; whatever else comes is a partner's. */
const marketplaces = ['AzureMarketplace', 'AzurePortal', 'AppSource', 'TestDrive'];

/** Only where the choice has these options: an environment in another language calls them otherwise. */
function leadSource({ fields }: ObjectDescription): MappingEntry[] {
  const options = fields.get('leadsourcecode')?.allowedValues ?? [];
  const [web, partner] = ['Web', 'Partner'].map((label) => (options.includes(label) ? label : undefined));
  const forMarketplaces = web ?? partner;
  const otherwise = partner ?? web;
  if (forMarketplaces === undefined || otherwise === undefined) return [];
  const table = Object.fromEntries(marketplaces.map((source) => [source, forMarketplaces]));
  const transform = { steps: [{ lookup: { table, otherwise } }] };
  return [{ from: 'source', to: 'leadsourcecode', transform, write: 'create-only' }];
}

function known({ fields }: ObjectDescription, entries: readonly MappingEntry[]): MappingEntry[] {
  return entries.filter(({ to }) => fields.get(to)?.createable === true);
}
