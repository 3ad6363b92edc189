import type { Run, SyncRecord } from './answers.js';
import type { Outcome, SystemOutcome } from './outcome.js';
import {
  type Fate,
  contactable,
  fates,
  grace,
  inDynamicsBefore,
  inMarketoBefore,
  inSalesforceBefore,
} from './people.js';
import { expectations } from './proof.js';
import type { RemoteRecord } from './remote.js';
import { companyOf, isAbout, live, waiting } from './story.js';
import { vendorsOf } from './vendors.js';

const keys = { clientId: 'id', clientSecret: 'secret' };
const vendors = vendorsOf({
  salesforce: { url: '', app: { ...keys, username: '', publicKey: null } },
  dynamics: { url: '', tokenUrl: '', app: { ...keys, tenantId: 'tenant' } },
  marketo: { url: '', service: keys },
  demandbase: { url: '', access: { ...keys, token: 'token' } },
});

describe('The proof at the end of the demo', () => {
  it('holds for a story that came true', async () => {
    expect(await untrue()).toEqual([]);
  });

  it.each([
    ['salesforce', { Email: 'Ann.Lee@fabrikam.com' }, 'each in Salesforce: Ann 2 times'],
    ['marketo', { id: 1, email: 'Ann.Lee@fabrikam.com' }, 'each in Marketo: Ann 2 times'],
    ['salesforce', { Email: 'dina.novak@lucernepublishing.com' }, 'Dina Novak should be held'],
    ['dynamics', { emailaddress1: 'MSFT_TEST_638976384000000000@test.com' }, 'MSFT_TEST_'],
  ])('notices somebody in %s who should not be there: %j', async (type, record, says) => {
    const wrong = await untrue(type, ({ people }) => ({ people: [...people, record] }));
    expect(wrong).toContainEqual(expect.stringContaining(says));
  });

  it('notices that what sales typed was overwritten', async () => {
    const wrong = await untrue('salesforce', ({ people }) => ({
      people: people.map((lead) => ({ ...lead, Title: grace.Title })),
    }));
    expect(wrong).toEqual([
      `Grace Park in Salesforce: Title was "${inSalesforceBefore.Lead.Title}" and is "${grace.Title}"`,
    ]);
  });

  it('notices an account that was made although it was there', async () => {
    const again = { accountid: 'another', name: grace.Company, tributary_id: 'key' };
    const wrong = await untrue('dynamics', ({ accounts }) => ({ accounts: [...accounts, again] }));
    expect(wrong).toEqual([expect.stringContaining('8 accounts, not 7')]);
  });

  it('notices a lead that is not on the list in Marketo', async () => {
    const wrong = await untrue('marketo', () => ({ lists: [{ name: 'Marketplace', members: [1] }] }));
    expect(wrong).toEqual([expect.stringContaining('has 1 of 7 leads')]);
  });

  it('notices a list in Demandbase that was not loaded, and one that was not proved', async () => {
    const empty = await untrue('demandbase', () => ({ lists: [{ name: 'Marketplace', members: [] }] }));
    expect(empty).toEqual([expect.stringContaining('The list in Demandbase has  instead of')]);
    const unproved = await untrue('demandbase', ({ syncs }) => ({
      syncs: syncs.map((sync) => ({
        ...sync,
        records: sync.records.map((record) => ({ ...record, status: 'accepted' })),
      })),
    }));
    expect(unproved).toEqual([expect.stringContaining('delivered: 0')]);
  });

  it.each(vendors.map(({ type }) => type))('notices runs to %s whose numbers do not add up', async (type) => {
    const wrong = await untrue(type, ({ syncs }) => ({
      syncs: syncs.map((sync) => ({ ...sync, runs: [{ ...run, received: 9 }] })),
    }));
    expect(wrong).toEqual([expect.stringContaining('runs do not add up')]);
  });

  it('notices a call that a system would never take', async () => {
    const wrong = await untrue('marketo', ({ counters }) => ({ counters: { ...counters, violations: 2 } }));
    expect(wrong).toEqual(['2 calls broke rules of Marketo']);
  });

  it('notices a lead that was read otherwise', async () => {
    const misread = told.map(({ lead, event }) => ({ lead, event: { ...event, status: 'parsed' } }));
    expect(await untrueOf({ ...trueOutcome, told: misread })).toEqual([
      expect.stringContaining('is parsed, not test'),
    ]);
  });

  it('notices a body that was not kept as sent', async () => {
    const checked = await expectations(() => Promise.resolve(Buffer.from('{}')), trueOutcome);
    expect(checked.filter(({ holds }) => !holds).map(({ says }) => says)).toEqual([
      `${told.length} bodies are not kept as sent`,
    ]);
  });
});

const told = [waiting, ...live].flat().map((lead, index) => ({
  lead,
  event: {
    id: String(index),
    receivedAt: '',
    status: lead.becomes as string,
    duplicateOf: null,
    leadSource: {
      raw: null,
      source: null,
      action: null,
      publisherId: null,
      offerId: null,
      offerTitle: null,
    },
    stage: null,
    campaign: null,
    warnings: [],
    profileId: fates.find(({ person }) => isAbout(lead, person))?.person.Email ?? null,
  },
}));

const run: Run = {
  received: 8,
  delivered: 6,
  created: 5,
  updated: 1,
  removed: 0,
  unchanged: 0,
  held: 2,
  rejected: 0,
  waiting: 0,
  accepted: 0,
  unknown: 0,
  apiCalls: 4,
  endedAt: '2026-01-01T00:00:00Z',
};

const typed: Readonly<Record<string, RemoteRecord>> = {
  salesforce: { ...inSalesforceBefore.Lead, Phone: grace.Phone, Country: grace.Country },
  marketo: { ...inMarketoBefore.lead, phone: '+34 91 555 01 22' },
};

const trueOutcome: Outcome = { told, systems: vendors.map(systemOf) };

/** A system in which all came true. */
function systemOf(vendor: (typeof vendors)[number]): SystemOutcome {
  const { type, people: table, syncs } = vendor;
  const endingOf = (fate: Fate) =>
    type === 'salesforce' || type === 'dynamics' || type === 'marketo' ? fate[type] : 'created';
  const there = fates.filter((fate) => ['created', 'adopted'].includes(endingOf(fate)));
  const people = table
    ? there.map((fate, index): RemoteRecord => {
        const adopted = endingOf(fate) === 'adopted' ? typed[type] : {};
        return { [table.email]: fate.person.Email, ...adopted, [table.id]: index, _parentaccountid_value: 1 };
      })
    : [];
  const records = (type === 'demandbase' ? contactable : fates).map((fate): SyncRecord => ({
    profileId: fate.person.Email,
    accountId: null,
    status: 'delivered',
    remoteId: null,
    hold: there.includes(fate) ? null : { code: endingOf(fate), message: '' },
    error: null,
  }));
  return {
    vendor,
    people,
    syncs: syncs.map((plan) => ({ plan, records, runs: [run] })),
    accounts: type === 'dynamics' ? contactable.map(accountOf) : [],
    lists: listsOf(type, people),
    counters: { calls: 9, lookUps: 1, writes: 1, violations: 0 },
  };
}

function accountOf({ person }: Fate, index: number): RemoteRecord {
  const name = person === grace ? inDynamicsBefore.account.name : companyOf(person);
  return { accountid: index, name, tributary_id: 'key' };
}

function listsOf(type: string, people: readonly RemoteRecord[]): SystemOutcome['lists'] {
  const rows = contactable.map(({ person }) => ({ 'Account Name': companyOf(person) }));
  if (type === 'marketo') return [{ name: 'Marketplace', members: people.map(({ id }) => id) }];
  return type === 'demandbase' ? [{ name: 'Marketplace', members: rows }] : [];
}

/** What does not hold once something of one system is otherwise. */
function untrue(type = '', change: (system: SystemOutcome) => Partial<SystemOutcome> = () => ({})) {
  const systems = trueOutcome.systems.map((system) =>
    system.vendor.type === type ? { ...system, ...change(system) } : system,
  );
  return untrueOf({ told, systems });
}

async function untrueOf(outcome: Outcome): Promise<string[]> {
  const bodyOf = (id: string) => Promise.resolve(Buffer.from(told[Number(id)]?.lead.body ?? ''));
  const checked = await expectations(bodyOf, outcome);
  return checked.filter(({ holds }) => !holds).map(({ says }) => says);
}
