import { asCamelCaseJson, asForm, asJson, type Person, type Posted } from './marketplace-body.js';
import { ann, dina, grace, kofi, lucia, omar, wei, yuki } from './people.js';

/** A lead of the story, and what must become of it. */
export interface StoryLead extends Posted {
  /** What happened, in a sentence. */
  readonly tells: string;
  readonly becomes: 'parsed' | 'duplicate' | 'test' | 'unreadable';
}

/** Leads that come one right after the other. */
export type Scene = readonly StoryLead[];

const told = (tells: string, posted: Posted, becomes: StoryLead['becomes'] = 'parsed'): StoryLead => ({
  ...posted,
  tells,
  becomes,
});

/** Whether a lead is about somebody, as JSON or as a form. */
export function isAbout({ body }: Posted, { Email }: Person): boolean {
  return body.includes(Email) || body.includes(encodeURIComponent(Email));
}

/** The company that somebody names, else the domain they write from. */
export function companyOf({ Company, Email }: Person): string {
  return Company ?? Email.slice(Email.indexOf('@') + 1);
}

/** Wait when the syncs are made. */
export const waiting: Scene = [
  told(
    'Ann Lee presses "Contact me" on AppSource',
    asJson(ann, { LeadSource: 'AppSource (SPZA)-PLT|contoso.crm', ActionCode: 'PLT' }),
  ),
  told(
    'Grace Park installs; Salesforce has a Lead for her already',
    asJson(grace, { LeadSource: 'AzureMarketplace-INS | contoso.crm', ActionCode: 'INS' }),
  ),
  told(
    'Omar Haddad buys in the Azure portal; Salesforce has him as a Contact',
    asJson(omar, { LeadSource: 'AzurePortal-Create|contoso.analytics', ActionCode: 'Create' }),
  ),
];

const annInstalls = asJson(
  { ...ann, Email: 'Ann.Lee@Fabrikam.com', Title: 'CTO' },
  { LeadSource: 'azuremarketplace-ins|contoso.crm', ActionCode: 'INS', OfferTitle: 'Contoso CRM' },
);

const marker = 'MSFT_TEST_638976384000000000';

/** Come while the syncs run. */
export const live: readonly Scene[] = [
  [
    told(
      'Ann starts a test drive …',
      asJson(ann, { LeadSource: 'AzureMarketplace-StartTestDrive | Contoso CRM' }),
    ),
    told('… and installs the product, with a new title and her address in capitals', annInstalls),
    told('… and that lead is sent once more, byte for byte', annInstalls, 'duplicate'),
  ],
  [
    told(
      'Partner Center validates the connection with its test lead',
      asJson(
        { FirstName: marker, LastName: marker, Email: `${marker}@test.com`, Company: marker },
        { LeadSource: `${marker}-${marker}|Contoso CRM`, Description: marker },
      ),
      'test',
    ),
    told(
      'A body breaks off in the middle',
      { contentType: 'application/json', body: '{"UserDetails":{"FirstName":"Pat","Email":"pat@treyrese' },
      'unreadable',
    ),
  ],
  [
    told(
      'Dina Novak asked another partner to call; this is only to let us know',
      asJson(dina, { LeadSource: 'SPZA-DNC|contoso.crm', ActionCode: 'DNC' }),
    ),
    told(
      'Yuki Tanaka too asked another partner to call …',
      asJson(yuki, { LeadSource: 'AppSource (SPZA)-DNC|contoso.analytics', ActionCode: 'DNC' }),
    ),
    told(
      '… but then starts a test drive of ours (an older LeadSource, camel case, a byte order mark)',
      asCamelCaseJson(yuki, {
        LeadSource: 'TestDrive-StartTestDrive|Contoso Analytics',
        Description: '{"mktcmpid":"spring-launch","partnerid":"98765"}',
      }),
    ),
  ],
  [
    told(
      'Wei Chen installs an Office add-in, which tells a name and an e-mail address only',
      asJson(wei, { LeadSource: 'SPZA-INS|WA104381441' }),
    ),
    told(
      'Lucía Ferrer comes as a web form instead of JSON; Marketo knows her',
      asForm(lucia, { LeadSource: 'AzurePortal-Create|contoso.analytics', Description: 'Campaigns: ' }),
    ),
    told(
      'Kofi Mensah does something that Microsoft does not document',
      asJson(kofi, { LeadSource: 'SPZA-XYZ|contoso.crm', ActionCode: 'INS' }),
    ),
  ],
];
