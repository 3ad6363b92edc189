import * as fc from 'fast-check';
import { runs } from '../../../../test/support/effort.js';
import { IdentityStore, type Said, type StoredWorkspace } from '../../../../test/support/identity-store.js';
import { rows } from '../../../platform/database/index.js';
import type { MatchThresholds } from '../../matching/index.js';
import { MatchEdgeRepository } from '../match-edge.repository.js';
import { MatchKeyRepository } from '../match-key.repository.js';
import { MatchNodeRepository } from '../match-node.repository.js';
import { SimpleEngine } from '../simple-engine.fixture.js';
import { Rehearsal, type Rehearsed } from './rehearsal.js';

const HELD = { autoMerge: 0.95, review: 0.5 };

const someone: fc.Arbitrary<Said> = fc.record({
  Email: fc.constantFrom('', 'a@contoso.com', 'b@contoso.com', 'c@fabrikam.com'),
  Phone: fc.constantFrom('', '+32470123456', '+32470123457'),
  LastName: fc.constantFrom('Lee', 'Roy', 'Diaz'),
  FirstName: fc.constant('Ann'),
});

describe('A rehearsal of other rules', () => {
  let store: IdentityStore;

  beforeAll(async () => void (store = await IdentityStore.open(new SimpleEngine())));
  afterAll(() => store?.close());

  const nodesOf = async ({ id }: StoredWorkspace) => {
    const found = await rows<{ id: string }>(
      store.sql,
      `SELECT id FROM match_node WHERE workspace_id = $1 ORDER BY id`,
      [id],
    );
    return found.map((node) => node.id);
  };

  const rehearse = async (
    workspace: StoredWorkspace,
    thresholds: MatchThresholds,
    { only, bundle = 3 }: { only?: readonly string[]; bundle?: number } = {},
  ): Promise<Rehearsed[]> => {
    const rehearsal = new Rehearsal(
      {
        sql: store.sql,
        workspaceId: workspace.id,
        nodes: new MatchNodeRepository(),
        keys: new MatchKeyRepository(),
        edges: new MatchEdgeRepository(),
      },
      { current: new SimpleEngine(), tried: new SimpleEngine(), thresholds },
    );
    const ids = only ?? (await nodesOf(workspace));
    for (const id of ids) await rehearsal.compare([id]);
    const rehearsed: Rehearsed[] = [];
    for (const profileIds of rehearsal.bundles(bundle)) rehearsed.push(await rehearsal.decide(profileIds));
    return rehearsed;
  };

  const sums = (rehearsed: readonly Rehearsed[]) => ({
    gained: rehearsed.reduce((sum, { mergesGained }) => sum + mergesGained, 0),
    lost: rehearsed.reduce((sum, { mergesLost }) => sum + mergesLost, 0),
  });

  const everything = async ({ id }: StoredWorkspace) =>
    Promise.all(
      ['profile', 'match_node', 'match_key', 'match_edge', 'match_review', 'identity_event'].map((table) =>
        rows(store.sql, `SELECT to_jsonb(t) AS row FROM ${table} t WHERE workspace_id = $1 ORDER BY 1`, [id]),
      ),
    );

  it('finds nothing to change under the rules that hold, and writes nothing, whatever was decided', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someone, { minLength: 2, maxLength: 7 }),
        fc.nat(),
        fc.nat(),
        async (people, one, other) => {
          const workspace = await store.workspace();
          const leads: string[] = [];
          for (const person of people) leads.push(...(await workspace.arrive([person])));
          const [a = '', b = ''] = [leads[one % leads.length], leads[other % leads.length]];
          const owners = await workspace.owners();
          if (a !== b) await (owners.get(a) === owners.get(b) ? workspace.split(a) : workspace.merge(a, b));
          const before = await everything(workspace);
          expect(sums(await rehearse(workspace, HELD))).toEqual({ gained: 0, lost: 0 });
          expect(await everything(workspace)).toEqual(before);
        },
      ),
      { numRuns: runs(3, 20) },
    );
  }, 120_000);

  it('tells how many people there would be under other thresholds, however it is bundled', async () => {
    const thresholds = fc.constantFrom(
      { autoMerge: 0.99, review: 0.99 },
      { autoMerge: 0.999, review: 0.5 },
      { autoMerge: 0.6, review: 0.6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(someone, { minLength: 2, maxLength: 7 }),
        thresholds,
        fc.integer({ min: 1, max: 5 }),
        async (people, tried, bundle) => {
          const [held, other] = [await store.workspace(), await store.workspace()];
          await other.sql.query(
            `UPDATE workspace SET settings = jsonb_build_object('matching', $2::jsonb) WHERE id = $1`,
            [other.id, JSON.stringify(tried)],
          );
          const leads = await held.arrive(people);
          const would = await other.partition(await other.arrive(people));
          const are = await held.partition(leads);
          const { gained, lost } = sums(await rehearse(held, tried, { bundle }));
          expect(are.length - gained + lost).toBe(would.length);
        },
      ),
      { numRuns: runs(3, 20) },
    );
  }, 120_000);

  it('shows for a lost and a gained merge the pair that speaks for it, with both probabilities', async () => {
    const workspace = await store.workspace();
    await workspace.arrive([
      { Email: 'a@contoso.com', LastName: 'Lee', Phone: '+32470123456' },
      { Email: 'b@contoso.com', LastName: 'Lee', Phone: '+32470123456' },
      { Email: 'c@fabrikam.com', LastName: 'Lee', Phone: '' },
    ]);
    const lost = (await rehearse(workspace, { autoMerge: 0.99, review: 0.5 })).flatMap(
      ({ samples }) => samples,
    );
    expect(lost).toMatchObject([{ kind: 'lost', guard: null, profileIds: [expect.any(String)] }]);
    const gained = (await rehearse(workspace, { autoMerge: 0.6, review: 0.6 })).flatMap(
      ({ samples }) => samples,
    );
    expect(gained).toMatchObject([{ kind: 'gained', profileIds: [expect.any(String), expect.any(String)] }]);
  });

  it('looks at whole people where only one of their leads is in question, and at nobody else', async () => {
    const workspace = await store.workspace();
    await workspace.arrive([
      { Email: 'a@contoso.com', LastName: 'Lee', Phone: '+32470123456' },
      { Email: 'b@contoso.com', LastName: 'Roy', Phone: '+32470123456' },
      { Email: 'z@fabrikam.com', LastName: 'Diaz', Phone: '' },
    ]);
    const [first = ''] = await nodesOf(workspace);
    const rehearsed = await rehearse(workspace, { autoMerge: 0.999, review: 0.999 }, { only: [first] });
    expect(sums(rehearsed)).toEqual({ gained: 0, lost: 1 });
    expect(rehearsed.map(({ profiles, nodeIds }) => [profiles, nodeIds.length])).toEqual([[1, 2]]);
  });

  it('never merges what people parted, nor parts what they merged', async () => {
    const workspace = await store.workspace();
    const [one = '', other = '', third = ''] = await workspace.arrive([
      { Email: 'a@contoso.com', LastName: 'Lee', Phone: '' },
      { Email: 'a@contoso.com', LastName: 'Lee', Phone: '', Title: 'CEO' },
      { Email: 'z@fabrikam.com', LastName: 'Diaz', Phone: '' },
    ]);
    await workspace.split(other);
    await workspace.merge(one, third);
    for (const threshold of [0.06, 1])
      expect(sums(await rehearse(workspace, { autoMerge: threshold, review: threshold }))).toEqual({
        gained: 0,
        lost: 0,
      });
  });
});
