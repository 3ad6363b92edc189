import type { MappingEntry, ObjectDescription } from '../../system.js';

const marketplaceSources = ['AzureMarketplace', 'AzurePortal', 'AppSource', 'TestDrive'];

/** What came with the person beyond themselves: a field of its own where the org has one, else a line of text. */
const details = [
  { from: 'leadSource', to: 'Tributary_Lead_Source__c', line: 'Lead source: {leadSource}' },
  { from: 'action', to: 'Tributary_Action__c', line: 'Action: {action}' },
  { from: 'offer', to: 'Tributary_Offer__c', line: 'Offer: {offer}' },
  { from: 'campaign', to: 'Tributary_Campaign__c', line: 'Campaign: {campaign}' },
];

/** Every person must have one over there. */
export const lastName: MappingEntry = {
  from: 'lastName',
  to: 'LastName',
  transform: { fallback: ['firstName', 'emailLocalPart'], constant: '[not provided]', truncate: true },
};

/** What Leads and Contacts have in common, as far as the org takes it; the address begins with `addressPrefix`. */
export function personEntries(description: ObjectDescription, addressPrefix: '' | 'Mailing'): MappingEntry[] {
  const takes = takenBy(description);
  const entries: MappingEntry[] = [
    { from: 'firstName', to: 'FirstName', transform: { truncate: true } },
    // A shortened address would be somebody else's: too long a one is refused instead.
    { from: 'email', to: 'Email' },
    { from: 'phone', to: 'Phone', transform: { truncate: true } },
    { from: 'title', to: 'Title', transform: { truncate: true } },
    countryEntry(description, addressPrefix),
    ...(acceptsSources(description) ? [leadSource] : []),
    ...details.map(({ from, to }): MappingEntry => ({ from, to, transform: { truncate: true } })),
    descriptionEntry(details.filter(({ to }) => !takes(to)).map(({ line }) => line)),
  ];
  return entries.filter(({ to }) => takes(to));
}

/** With state and country picklists on, codes go to a field of their own and the country wants full names. */
export function countryEntry(description: ObjectDescription, addressPrefix: string): MappingEntry {
  const code = `${addressPrefix}CountryCode`;
  return { from: 'country', to: takenBy(description)(code) ? code : `${addressPrefix}Country` };
}

/** Whether a new record may have a value in a field. */
export function takenBy({ fields }: ObjectDescription): (to: string) => boolean {
  return (to) => fields.get(to)?.createable === true;
}

const leadSource: MappingEntry = { from: 'source', to: 'LeadSource', transform: { truncate: true } };

function acceptsSources({ fields }: ObjectDescription): boolean {
  const allowed = fields.get('LeadSource')?.allowedValues ?? null;
  return allowed === null || marketplaceSources.every((source) => allowed.includes(source));
}

/** Sales people write into the description, so it is given once. */
function descriptionEntry(lines: readonly string[]): MappingEntry {
  const template = [...lines, '{description}'].join('\n');
  return {
    from: 'description',
    to: 'Description',
    transform: { template, truncate: true },
    write: 'create-only',
  };
}
