import * as fc from 'fast-check';
import { runs } from '../../../test/support/effort.js';
import { IdentityStore, type Said, type StoredWorkspace } from '../../../test/support/identity-store.js';
import { rows } from '../../platform/database/index.js';
import { standardGuards, standardModel } from '../matching/index.js';
import { MatchEngine } from './match-engine.js';

const named = { crmId: 'crm-contact', userId: 'portal-user' };

const ann = { FirstName: 'Anna', LastName: 'Smith', Email: 'annasmith@gmail.com' };

describe('Ids that one person alone carries', () => {
  let store: IdentityStore;

  beforeAll(
    async () => void (store = await IdentityStore.open(new MatchEngine(standardModel, standardGuards))),
  );
  afterAll(() => store?.close());

  const reviews = ({ id }: StoredWorkspace) =>
    rows(
      store.sql,
      `SELECT reason, guard FROM match_review WHERE workspace_id = $1 AND status = 'open' ORDER BY id`,
      [id],
    );

  const identities = ({ id }: StoredWorkspace) =>
    rows(
      store.sql,
      `SELECT namespace, value FROM identity WHERE workspace_id = $1 AND namespace <> 'email' ORDER BY 1, 2`,
      [id],
    );

  /** One lead after the other. */
  const come = async (workspace: StoredWorkspace, people: readonly Said[]) => {
    const leads: string[] = [];
    for (const said of people) leads.push(...(await workspace.arrive([said])));
    return leads;
  };

  it('find who says nothing else that is the same', async () => {
    const workspace = await store.partnerWorkspace(named);
    const leads = await come(workspace, [
      { ...ann, crmId: 'C-1' },
      { Email: 'asmith@contoso.com', crmId: 'C-1', userId: 7 },
    ]);
    expect(await workspace.partition(leads)).toEqual([[0, 1]]);
    expect(await reviews(workspace)).toEqual([]);
    expect(await identities(workspace)).toEqual([
      { namespace: 'crm-contact', value: 'C-1' },
      { namespace: 'portal-user', value: '7' },
    ]);
    expect(await workspace.broken()).toEqual([]);
  });

  it('leave to people what has another name and another address', async () => {
    const workspace = await store.partnerWorkspace(named);
    const leads = await come(workspace, [
      { ...ann, crmId: 'C-1' },
      { FirstName: 'Berta', LastName: 'Jones', Email: 'berta@jones.example', crmId: 'C-1' },
    ]);
    expect(await workspace.partition(leads)).toEqual([[0], [1]]);
    expect(await reviews(workspace)).toEqual([{ reason: 'below_auto_merge', guard: null }]);
  });

  it('hold people apart who say exactly the same, and have them asked about', async () => {
    const workspace = await store.partnerWorkspace(named);
    const leads = await come(workspace, [
      { ...ann, crmId: 'C-1' },
      { ...ann, crmId: 'C-2' },
    ]);
    expect(await workspace.partition(leads)).toEqual([[0], [1]]);
    expect(await reviews(workspace)).toEqual([{ reason: 'guarded', guard: 'unique_namespaces' }]);
    await workspace.merge(...leads);
    leads.push(...(await come(workspace, [{ ...ann, crmId: 'C-1', Title: 'CTO' }])));
    expect(await workspace.partition(leads)).toEqual([[0, 1, 2]]);
    expect(await workspace.broken()).toEqual([]);
  });

  it('take nothing from who says exactly the same and names none, or one of another kind', async () => {
    const workspace = await store.partnerWorkspace(named);
    const leads = await come(workspace, [{ ...ann, crmId: 'C-1' }, ann, { ...ann, userId: 'U-1' }]);
    expect(await workspace.partition(leads)).toEqual([[0, 1, 2]]);
  });

  it.each([
    ['C-1', 'C-2'],
    ['C-2', 'C-1'],
  ])(
    'give who fits two equally well to the same one, also where %s comes before %s',
    async (first, second) => {
      const workspace = await store.partnerWorkspace(named);
      await come(workspace, [{ ...ann, crmId: first }, { ...ann, crmId: second }, ann]);
      const [owner] = await rows(
        store.sql,
        `SELECT i.value FROM match_node n JOIN identity i ON (i.workspace_id, i.profile_id) = ($1, n.profile_id)
       WHERE n.workspace_id = $1 AND n.identities = '[]' AND i.namespace <> 'email'`,
        [workspace.id],
      );
      expect(owner).toEqual({ value: 'C-1' });
    },
  );

  it('count once the source names them, for earlier leads when these are read again', async () => {
    const workspace = await store.partnerWorkspace({});
    const said = [
      { ...ann, crmId: 'C-1' },
      { ...ann, crmId: 'C-2' },
    ];
    const leads = await come(workspace, said);
    expect(await workspace.partition(leads)).toEqual([[0, 1]]);
    await workspace.nameIdentities(named);
    expect(await workspace.partition(leads)).toEqual([[0, 1]]);
    await workspace.readAgain(new Map(leads.map((lead, index) => [lead, said[index] ?? {}])));
    expect(await workspace.partition(leads)).toEqual([[0], [1]]);
    expect(await identities(workspace)).toHaveLength(2);
    expect(await workspace.broken()).toEqual([]);
  });

  it('are kept through a new version of the normaliser as they were read', async () => {
    const workspace = await store.partnerWorkspace(named);
    const said = { ...ann, crmId: 'C-1', userId: 'U-1' };
    const [lead = ''] = await workspace.arrive([said]);
    await workspace.nameIdentities({});
    await store.sql.query(`UPDATE match_node SET normaliser_version = 0 WHERE workspace_id = $1`, [
      workspace.id,
    ]);
    expect(await workspace.renew()).toBe(1);
    expect(await identities(workspace)).toHaveLength(2);
    await workspace.nameIdentities(named);
    const [again = ''] = await workspace.arrive([said]);
    const owners = await workspace.owners();
    expect(owners.get(again)).toBe(owners.get(lead));
    expect(
      await rows(store.sql, `SELECT 1 FROM match_node WHERE workspace_id = $1`, [workspace.id]),
    ).toHaveLength(1);
    expect(await workspace.broken()).toEqual([]);
  });

  it('go with the leads that a split takes out', async () => {
    const workspace = await store.partnerWorkspace(named);
    const leads = await come(workspace, [
      { ...ann, crmId: 'C-1' },
      { ...ann, userId: 'U-1' },
    ]);
    await workspace.split(leads[1] ?? '');
    const owned = await rows<{ profileId: string }>(
      store.sql,
      `SELECT profile_id AS "profileId" FROM identity WHERE workspace_id = $1 AND namespace <> 'email'
       ORDER BY namespace`,
      [workspace.id],
    );
    const owners = await workspace.owners();
    expect(owned.map(({ profileId }) => profileId)).toEqual(leads.map((lead) => owners.get(lead)));
    expect(await workspace.broken()).toEqual([]);
  });

  const someone: fc.Arbitrary<Said> = fc.record(
    {
      FirstName: fc.constant('Anna'),
      LastName: fc.constantFrom('Smith', 'Jones'),
      Email: fc.constantFrom('annasmith@gmail.com', 'anna@contoso.com'),
      crmId: fc.constantFrom('C-1', 'C-2', 'C-3'),
      userId: fc.constantFrom('U-1', 'U-2'),
    },
    { requiredKeys: ['FirstName', 'LastName', 'Email'] },
  );

  it('give the same people in any order and in any batches, none of them with two ids of one kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someone, { minLength: 2, maxLength: 7 }),
        fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
        async (people, ranks) => {
          const order = people.map((_, index) => index).toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
          const [atOnce, shuffled] = [
            await store.partnerWorkspace(named),
            await store.partnerWorkspace(named),
          ];
          const leads = await atOnce.arrive(people);
          const others = await come(
            shuffled,
            order.map((index) => people[index] ?? {}),
          );
          const back = people.map((_, index) => others[order.indexOf(index)] ?? '');
          expect(await shuffled.partition(back)).toEqual(await atOnce.partition(leads));
          expect(
            await rows(
              store.sql,
              `SELECT profile_id FROM identity WHERE workspace_id = $1 AND namespace <> 'email'
               GROUP BY profile_id, namespace HAVING count(*) > 1`,
              [shuffled.id],
            ),
          ).toEqual([]);
          expect(await shuffled.broken()).toEqual([]);
        },
      ),
      { numRuns: runs(8, 50) },
    );
  }, 120_000);
});
