import * as fc from 'fast-check';
import { runs } from '../../../test/support/effort.js';
import { IdentityStore, type Said, type StoredWorkspace } from '../../../test/support/identity-store.js';
import { rows } from '../../platform/database/index.js';
import { KEY_CAP } from './match-key.repository.js';
import { SimpleEngine } from './simple-engine.fixture.js';

const someone: fc.Arbitrary<Said> = fc.record({
  Email: fc.constantFrom('', 'a@contoso.com', 'b@contoso.com', 'c@fabrikam.com'),
  Phone: fc.constantFrom('', '+32470123456', '+32470123457'),
  LastName: fc.constantFrom('Lee', 'Roy', 'Diaz'),
  FirstName: fc.constant('Ann'),
  Title: fc.constantFrom('CTO', 'CEO'),
});

describe('Who is one person', () => {
  let store: IdentityStore;

  beforeAll(async () => void (store = await IdentityStore.open(new SimpleEngine())));
  afterAll(() => store?.close());

  const inBatches = async (workspace: StoredWorkspace, people: readonly Said[], size: number) => {
    const leads: string[] = [];
    for (let start = 0; start < people.length; start += size)
      leads.push(...(await workspace.arrive(people.slice(start, start + size))));
    return leads;
  };

  it('does not depend on the order in which leads come, nor on how many come at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someone, { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        async (people, size, ranks) => {
          const order = people.map((_, index) => index).toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
          const [atOnce, shuffled] = [await store.workspace(), await store.workspace()];
          const leads = await atOnce.arrive(people);
          const others = await inBatches(
            shuffled,
            order.map((index) => people[index] ?? {}),
            size,
          );
          const back = people.map((_, index) => others[order.indexOf(index)] ?? '');
          expect(await shuffled.partition(back)).toEqual(await atOnce.partition(leads));
          expect(await shuffled.broken()).toEqual([]);
        },
      ),
      { numRuns: runs(6, 50) },
    );
  }, 120_000);

  it('keeps what must hold through any merges, splits, arrivals and readings', async () => {
    const step = fc.record({
      kind: fc.constantFrom('arrive', 'merge', 'split', 'again'),
      people: fc.array(someone, { minLength: 1, maxLength: 3 }),
      one: fc.nat(),
      other: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const workspace = await store.workspace();
        const leads = await workspace.arrive([{ Email: 'a@contoso.com' }, { Email: 'b@contoso.com' }]);
        for (const { kind, people, one, other } of steps) {
          const owners = await workspace.owners();
          const [a = '', b = ''] = [leads[one % leads.length], leads[other % leads.length]];
          const isOne = owners.get(a) === owners.get(b);
          if (kind === 'arrive') leads.push(...(await workspace.arrive(people)));
          if (kind === 'merge' && !isOne) await workspace.merge(a, b);
          if (kind === 'split' && isOne && a !== b) await workspace.split(a);
          if (kind === 'again')
            await workspace.readAgain(
              new Map(people.map((said, at) => [leads[(one + at) % leads.length] ?? '', said])),
            );
          expect(await workspace.broken()).toEqual([]);
        }
      }),
      { numRuns: runs(6, 50) },
    );
  }, 120_000);

  it('is the same again after a merge is undone, to the last value', async () => {
    const workspace = await store.workspace();
    const [one = '', other = ''] = await workspace.arrive([
      { Email: 'a@contoso.com', LastName: 'Lee' },
      { Email: 'b@contoso.com', LastName: 'Roy', Phone: '', Title: 'CEO' },
    ]);
    const before = await workspace.people();
    await workspace.merge(one, other);
    expect(await workspace.partition([one, other])).toEqual([[0, 1]]);
    await workspace.split(other);
    expect(await workspace.people()).toEqual(before);
  });

  it('leaves apart for good what was split, also what says the same', async () => {
    const workspace = await store.workspace();
    const same = { Email: 'a@contoso.com', LastName: 'Lee' };
    const leads = await workspace.arrive([{ ...same }, { ...same, LeadSource: 'x' }]);
    const [, other = ''] = leads;
    await workspace.split(other);
    leads.push(...(await workspace.arrive([same, { ...same, LastName: 'Roy' }])));
    expect((await workspace.partition(leads)).some((group) => group.includes(0) && group.includes(1))).toBe(
      false,
    );
    await workspace.readAgain(new Map(leads.slice(0, 2).map((lead) => [lead, { ...same, Title: 'CFO' }])));
    expect((await workspace.partition(leads)).some((group) => group.includes(0) && group.includes(1))).toBe(
      false,
    );
    expect(await workspace.broken()).toEqual([]);
  });

  it('keeps the id of a person whose leads are read otherwise', async () => {
    const workspace = await store.workspace();
    const [lead = ''] = await workspace.arrive([{ Email: 'a@contoso.com' }]);
    const before = (await workspace.owners()).get(lead);
    await workspace.readAgain(new Map([[lead, { Email: 'z@contoso.com', Phone: '+32470999999' }]]));
    expect((await workspace.owners()).get(lead)).toBe(before);
    expect(await workspace.broken()).toEqual([]);
  });

  it('asks people once about two who may be one, and no more once they are', async () => {
    const workspace = await store.workspace();
    const [one = '', other = ''] = await workspace.arrive([
      { Email: 'a@contoso.com', LastName: 'Lee', Phone: '' },
      { Email: 'b@contoso.com', LastName: 'Lee', Phone: '' },
    ]);
    await workspace.arrive([{ Email: 'a@contoso.com', LastName: 'Lee', Phone: '', Title: 'CEO' }]);
    const reviews = () =>
      rows(workspace.sql, `SELECT status FROM match_review WHERE workspace_id = $1`, [workspace.id]);
    expect(await reviews()).toEqual([{ status: 'open' }]);
    await workspace.merge(one, other);
    expect(await reviews()).toEqual([{ status: 'obsolete' }]);
  });

  it('takes a key for nobody once too many have it', async () => {
    const workspace = await store.workspace();
    const crowd = Array.from({ length: KEY_CAP + 1 }, (_, index) => ({
      Email: `person-${index}@contoso.com`,
      Phone: '+32470123456',
      LastName: `Lee${String.fromCharCode(97 + (index % 26))}${index}`,
    }));
    const first = await workspace.arrive(crowd.slice(0, KEY_CAP));
    expect(await workspace.partition(first)).toHaveLength(1);
    const [last = ''] = await workspace.arrive(crowd.slice(KEY_CAP));
    expect(await workspace.partition([...first, last])).toHaveLength(KEY_CAP + 1);
    expect(await workspace.broken()).toEqual([]);
  });
});

describe('A component that is too large', () => {
  it('is clustered around what is new only, and leaves nobody in two profiles', async () => {
    const store = await IdentityStore.open(new SimpleEngine(3));
    try {
      const workspace = await store.workspace();
      const chain = Array.from({ length: 6 }, (_, index) => ({
        Email: `link-${index >> 1}@contoso.com`,
        Phone: `+3247012340${(index + 1) >> 1}`,
      }));
      const leads: string[] = [];
      for (const link of chain) leads.push(...(await workspace.arrive([link])));
      expect(await workspace.broken()).toEqual([]);
      expect((await workspace.partition(leads)).flat()).toHaveLength(chain.length);
    } finally {
      await store.close();
    }
  });
});
