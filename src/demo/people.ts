import type { Person } from './marketplace-body.js';

/** Everybody in the story. */
export const ann = {
  FirstName: 'Ann',
  LastName: 'Lee',
  Email: 'ann.lee@fabrikam.com',
  Phone: '+1 617 555 0134',
  Country: 'US',
  Company: 'Fabrikam',
  Title: 'Head of IT',
} satisfies Person;

export const grace = {
  FirstName: 'Grace',
  LastName: 'Park',
  Email: 'grace.park@northwindtraders.com',
  Phone: '+44 20 7946 0018',
  Country: 'GB',
  Company: 'Northwind Traders',
  Title: 'Procurement Manager',
} satisfies Person;

export const omar = {
  FirstName: 'Omar',
  LastName: 'Haddad',
  Email: 'omar.haddad@adventure-works.com',
  Company: 'Adventure Works',
  Country: 'AE',
} satisfies Person;

/** Office add-ins send no more than this of a person. */
export const wei = { FirstName: 'Wei', LastName: 'Chen', Email: 'wei.chen@wingtiptoys.com' } satisfies Person;

export const lucia = {
  FirstName: 'Lucía',
  LastName: 'Ferrer',
  Email: 'lucia.ferrer@tailspintoys.com',
  Phone: '+34 91 555 01 22',
  Country: 'España',
  Company: 'Tailspin Toys',
  Title: 'Directora de Operaciones',
} satisfies Person;

export const kofi = {
  FirstName: 'Kofi',
  LastName: 'Mensah',
  Email: 'kofi.mensah@litwareinc.com',
  Company: 'Litware',
  Country: 'GH',
} satisfies Person;

export const yuki = {
  FirstName: 'Yuki',
  LastName: 'Tanaka',
  Email: 'yuki.tanaka@proseware.com',
  Company: 'Proseware',
  Country: 'JP',
  Title: 'Data Engineer',
} satisfies Person;

export const dina = {
  FirstName: 'Dina',
  LastName: 'Novak',
  Email: 'dina.novak@lucernepublishing.com',
  Company: 'Lucerne Publishing',
  Country: 'CZ',
} satisfies Person;

/** How the story must end for each in a system: which record is theirs, or why none is sent. */
export type Ending = 'created' | 'adopted' | 'already-a-contact' | 'do-not-contact';

export interface Fate {
  readonly person: Person;
  readonly salesforce: Ending;
  readonly dynamics: Ending;
  readonly marketo: Ending;
}

const created = { salesforce: 'created', dynamics: 'created', marketo: 'created' } as const;
const doNotContact = {
  salesforce: 'do-not-contact',
  dynamics: 'do-not-contact',
  marketo: 'do-not-contact',
} as const;

export const fates: readonly Fate[] = [
  { person: ann, ...created },
  { person: grace, ...created, salesforce: 'adopted' },
  { person: omar, ...created, salesforce: 'already-a-contact' },
  { person: wei, ...created },
  { person: lucia, ...created, marketo: 'adopted' },
  { person: kofi, ...created },
  { person: yuki, ...created },
  { person: dina, ...doNotContact },
];

/** Whose companies may be written to: the others are known only from leads that ask for no contact. */
export const contactable = fates.filter(({ dynamics }) => dynamics !== 'do-not-contact');

/** What people typed before the first lead comes. */
export const inSalesforceBefore = {
  Lead: {
    FirstName: 'Grace',
    LastName: 'Park',
    Email: 'Grace.Park@NorthwindTraders.com',
    Company: 'Northwind Traders Ltd',
    Title: 'Head of Purchasing, met at Ignite',
    LeadSource: 'Trade Show',
    Status: 'Working - Contacted',
  },
  Contact: { FirstName: 'Omar', LastName: 'Haddad', Email: omar.Email, Phone: '+971 4 555 0142' },
} as const;

export const inDynamicsBefore = {
  account: { name: 'Northwind Traders Ltd', websiteurl: 'https://www.northwindtraders.com' },
} as const;

export const inMarketoBefore = {
  lead: { firstName: 'Lucía', lastName: 'Ferrer', email: lucia.Email, title: 'COO, webinar guest' },
} as const;

/** What must stand as it was typed, and was blank and must be filled. */
export const typedBefore: readonly {
  readonly type: string;
  readonly person: Person;
  readonly typed: Readonly<Record<string, string>>;
  readonly filled: Readonly<Record<string, string>>;
}[] = [
  {
    type: 'salesforce',
    person: grace,
    typed: inSalesforceBefore.Lead,
    filled: { Phone: grace.Phone, Country: grace.Country },
  },
  { type: 'marketo', person: lucia, typed: inMarketoBefore.lead, filled: { phone: lucia.Phone } },
];
