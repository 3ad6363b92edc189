import type { Person } from './marketplace-body.js';
import type { Outcome, SystemOutcome } from './outcome.js';
import { contactable, fates, inDynamicsBefore, typedBefore, type Ending, type Fate } from './people.js';
import type { Expectation } from './proof.js';
import { ACCOUNT_OF_LEAD, type RemoteRecord } from './remote.js';
import { companyOf, isAbout } from './story.js';
import { quoted } from './wording.js';

/** What must be so in each system. */
export function systemExpectations(outcome: Outcome): Expectation[] {
  const { systems } = outcome;
  return [
    ...systems.filter(({ vendor }) => vendor.people !== null).map(eachOnce),
    ...fates.flatMap((fate) => heldBack(outcome, fate)),
    ...systems.flatMap(nothingOverwritten),
    ...systems.filter(({ vendor }) => vendor.type === 'dynamics').map(ofTheirAccounts),
    ...systems.filter(({ vendor }) => vendor.type === 'marketo').map(allOnTheList),
    ...systems.filter(({ vendor }) => vendor.type === 'demandbase').map(companiesLoaded),
  ];
}

/** E-mail addresses of the people that a system has. */
export function addressesOf({ vendor: { people: table }, people }: SystemOutcome): string[] {
  return table ? people.map((record) => String(record[table.email])) : [];
}

export function isAddress(email: unknown, person: Person): boolean {
  return String(email).toLowerCase() === person.Email.toLowerCase();
}

function eachOnce(system: SystemOutcome): Expectation {
  const { title, people } = system.vendor;
  const wanted = fates.filter((fate) => isThere(endingIn(system, fate)));
  const wrong = wanted.filter(({ person }) => recordsOf(system, person).length !== 1);
  const names = wrong.map(({ person }) => `${person.FirstName} ${recordsOf(system, person).length} times`);
  return {
    holds: wrong.length === 0,
    says:
      wrong.length === 0
        ? `Each of these ${wanted.length} people is exactly one ${people?.called} in ${title}`
        : `Not exactly one ${people?.called} each in ${title}: ${names.join(', ')}`,
  };
}

/** One expectation for each person who is to be held somewhere. */
function heldBack({ systems, told }: Outcome, fate: Fate): Expectation[] {
  const { person } = fate;
  const places = systems.filter((system) => {
    const ending = endingIn(system, fate);
    return ending !== null && !isThere(ending);
  });
  if (places.length === 0) return [];
  const profileId = told.find(({ lead }) => isAbout(lead, person))?.event.profileId;
  const wrong = places.flatMap((system) => {
    const sync = system.syncs.find(({ plan }) => plan.object === system.vendor.tells);
    const hold = sync?.records.find((record) => record.profileId === profileId)?.hold?.code ?? null;
    const count = recordsOf(system, person).length;
    const isHeld = hold === endingIn(system, fate) && count === 0;
    return isHeld ? [] : [`the hold in ${system.vendor.title} is ${hold}, records there: ${count}`];
  });
  const name = `${person.FirstName} ${person.LastName}`;
  const [first] = places;
  const code = first ? endingIn(first, fate) : null;
  const titles = places.map(({ vendor }) => vendor.title).join(', ');
  return [
    {
      holds: wrong.length === 0,
      says:
        wrong.length === 0
          ? `${name} is held, ${code}, and no record was made in ${titles}`
          : `${name} should be held (${code}) without a record; ${wrong.join('; ')}`,
    },
  ];
}

function nothingOverwritten(system: SystemOutcome): Expectation[] {
  return typedBefore
    .filter(({ type }) => type === system.vendor.type)
    .map(({ person, typed, filled }) => {
      const [record = {}] = recordsOf(system, person);
      const name = `${person.FirstName} ${person.LastName}`;
      const wrong = [
        ...Object.entries(typed)
          .filter(([field, value]) => record[field] !== value)
          .map(([field, value]) => `${field} was ${quoted(value)} and is ${quoted(record[field])}`),
        ...Object.entries(filled)
          .filter(([field, value]) => record[field] !== value)
          .map(([field]) => `${field} is ${quoted(record[field])}`),
      ];
      const fields = Object.keys(filled).join(' and ').toLowerCase();
      return {
        holds: wrong.length === 0,
        says:
          wrong.length === 0
            ? `What was typed about ${name} in ${system.vendor.title} stands; only blanks are filled (${fields})`
            : `${name} in ${system.vendor.title}: ${wrong.join(', ')}`,
      };
    });
}

function ofTheirAccounts({ people, accounts }: SystemOutcome): Expectation {
  const ids = new Set(accounts.map(({ accountid }) => accountid));
  const alone = people.filter(({ [ACCOUNT_OF_LEAD]: account }) => !ids.has(account));
  const { name } = inDynamicsBefore.account;
  const known = accounts.find((account) => account.name === name);
  const wrong = [
    ...alone.map(({ emailaddress1 }) => `${String(emailaddress1)} is of no account`),
    ...(accounts.length === contactable.length
      ? []
      : [`there are ${accounts.length} accounts, not ${contactable.length}`]),
    ...(known?.tributary_id ? [] : [`${name}, which was there, was not taken`]),
  ];
  return {
    holds: wrong.length === 0,
    says:
      wrong.join(', ') ||
      `All leads in Dynamics are of their company's account; ${name} was there and is not doubled`,
  };
}

function allOnTheList({ people, lists }: SystemOutcome): Expectation {
  const members = lists.flatMap((list) => list.members.map(String));
  const missing = people.filter(({ id }) => !members.includes(String(id))).map(({ email }) => String(email));
  const isRight = missing.length === 0 && members.length === people.length;
  return {
    holds: isRight,
    says: isRight
      ? `All ${people.length} leads in Marketo are on the list “${lists.map(({ name }) => name).join()}”`
      : `The list in Marketo has ${members.length} of ${people.length} leads; missing: ${missing.join(', ')}`,
  };
}

/** Both sides must say so: Tributary after its proof, and the stand-in's own list. */
function companiesLoaded({ syncs, lists }: SystemOutcome): Expectation {
  const wanted = contactable.map(({ person }) => companyOf(person)).toSorted();
  const there = lists
    .flatMap((list) => list.members.map((row) => String(Object(row)['Account Name'])))
    .toSorted();
  const records = syncs.flatMap((sync) => sync.records);
  const delivered = records.filter(({ status }) => status === 'delivered').length;
  const isRight = delivered === wanted.length && there.join() === wanted.join();
  return {
    holds: isRight,
    says: isRight
      ? `The list in Demandbase has loaded these ${wanted.length} companies, and an export proved it`
      : `The list in Demandbase has ${there.join(', ')} instead of ${wanted.join(', ')}; delivered: ${delivered}`,
  };
}

function recordsOf(
  { vendor: { people: table }, people }: SystemOutcome,
  person: Person,
): readonly RemoteRecord[] {
  return table ? people.filter((record) => isAddress(record[table.email], person)) : [];
}

function endingIn({ vendor }: SystemOutcome, fate: Fate): Ending | null {
  return vendor.type === 'salesforce' || vendor.type === 'dynamics' || vendor.type === 'marketo'
    ? fate[vendor.type]
    : null;
}

function isThere(ending: Ending | null): boolean {
  return ending === 'created' || ending === 'adopted';
}
