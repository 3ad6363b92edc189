import * as fc from 'fast-check';
import { openSchema, type OpenSchema } from '../../../test/support/schema.js';
import { newId, rows } from '../../platform/database/index.js';
import { AccountRepository } from '../account.repository.js';
import { alike, byFirst, byNumber, manyCompanies, plainGroups, type Company } from './companies.fixture.js';
import { MOST_IN_GROUP } from './group-reach.js';
import { GroupRepository } from './group.repository.js';
import { Grouping } from './grouping.js';

interface Group {
  /** Oldest first. */
  readonly members: readonly string[];
  readonly reach: number;
}

const repository = new GroupRepository();
const grouping = new Grouping(repository);

describe('Groups of accounts', () => {
  let schema: OpenSchema;

  beforeAll(async () => (schema = await openSchema()));
  afterAll(() => schema.close());

  const newWorkspace = async (): Promise<string> => {
    const id = newId();
    await schema.sql.query(`INSERT INTO workspace (id, name) VALUES ($1, $2)`, [id, id]);
    return id;
  };

  /** Stores companies; answers their ids. `order` says which is the oldest. */
  const store = async (workspaceId: string, companies: readonly Company[], order?: readonly number[]) => {
    const fresh = companies.map(() => newId()).toSorted();
    const ids = companies.map((_, at) => fresh[order?.[at] ?? at] ?? '');
    await new AccountRepository().save(
      schema.sql,
      workspaceId,
      companies.map(({ name, domains }, at) => ({
        id: ids[at] ?? '',
        name,
        namedBy: 'lead',
        country: null,
        domains,
      })),
    );
    const parents = companies.map(({ parent }) => (parent === null ? null : (ids[parent] ?? null)));
    await schema.sql.query(
      `UPDATE account a SET parent_id = p.parent_id FROM unnest($2::uuid[], $3::uuid[]) AS p(id, parent_id)
       WHERE a.workspace_id = $1 AND a.id = p.id`,
      [workspaceId, ids, parents],
    );
    return ids;
  };

  const group = (workspaceId: string) =>
    grouping.run(
      workspaceId,
      (step) => schema.transaction(step),
      () => true,
    );

  const made = async (workspaceId: string): Promise<Group[]> => {
    const groups = await rows<Group & { id: string; size: number }>(
      schema.sql,
      `SELECT m.group_id AS id, m.size, m.reach, array_agg(m.account_id::text ORDER BY m.account_id) AS members
       FROM account_grouping g
       JOIN account_group_member m ON (m.workspace_id, m.generation) = (g.workspace_id, g.shown)
       WHERE g.workspace_id = $1 GROUP BY m.group_id, m.size, m.reach ORDER BY m.group_id`,
      [workspaceId],
    );
    for (const { id, size, members } of groups) expect([id, size]).toEqual([members[0], members.length]);
    return groups.map(({ members, reach }) => ({ members, reach }));
  };

  const membersOf = async (workspaceId: string) => (await made(workspaceId)).map(({ members }) => members);

  const metrics = async (workspaceId: string): Promise<unknown> => {
    const [found] = await rows<{ metrics: unknown }>(
      schema.sql,
      `SELECT metrics FROM account_grouping WHERE workspace_id = $1`,
      [workspaceId],
    );
    return found?.metrics;
  };

  const due = (workspaceId: string) => repository.due(schema.sql, workspaceId);
  const endRest = (workspaceId: string) =>
    schema.sql.query(`UPDATE account_grouping SET rest_until = now() WHERE workspace_id = $1`, [workspaceId]);

  it('are those that a plain search finds: each account in one, none too large, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(manyCompanies, fc.infiniteStream(fc.nat()), async (companies, random) => {
        const expected = plainGroups(companies);
        const order = companies
          .map((_, at) => ({ at, by: random.next().value as number }))
          .toSorted((one, other) => one.by - other.by)
          .map(({ at }) => at);
        for (const given of [undefined, order]) {
          const workspaceId = await newWorkspace();
          const ids = await store(workspaceId, companies, given);
          await group(workspaceId);
          const members = await membersOf(workspaceId);
          const found = members.map((some) => some.map((id) => ids.indexOf(id)).toSorted(byNumber));
          expect(found.toSorted(byFirst)).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('are the same however few accounts a step takes', async () => {
    const workspaceId = await newWorkspace();
    const companies = [...alike(31, 'Initech'), ...alike(30, 'Umbrella'), ...alike(1, 'Fabrikam')];
    await store(workspaceId, companies);
    await group(workspaceId);
    const before = await made(workspaceId);
    const generation = await repository.begin(schema.sql, workspaceId);
    let after: string | null = null;
    do {
      after = await repository.place(schema.sql, workspaceId, generation, after, 7);
    } while (after !== null);
    await repository.show(schema.sql, workspaceId, generation);
    expect(await made(workspaceId)).toEqual(before);
  });

  it('are never cut to size: where too many belong together, the weakest is left out for all of them', async () => {
    const workspaceId = await newWorkspace();
    const [parent = '', child = '', ...others] = await store(workspaceId, [
      { name: 'Initech', domains: ['initech.com'], parent: null },
      { name: 'Initech France', domains: [], parent: 0 },
      ...alike(MOST_IN_GROUP, 'Initech'),
    ]);
    await group(workspaceId);
    expect(await made(workspaceId)).toEqual([
      { members: [parent, child], reach: 1 },
      ...others.map((id) => ({ members: [id], reach: 1 })),
    ]);
    expect(await metrics(workspaceId)).toMatchObject({
      accounts: 32,
      groups: 1,
      groupedAccounts: 2,
      singles: 30,
      largest: 2,
      median: 2,
      overflow: { groups: 31, accounts: 32 },
    });
  });

  it('have figures also where there is no account', async () => {
    const workspaceId = await newWorkspace();
    await group(workspaceId);
    expect(await metrics(workspaceId)).toMatchObject({ accounts: 0, groups: 0, largest: 0, median: null });
  });

  it('keep their id when others come, and are due when something changed, after a rest', async () => {
    const workspaceId = await newWorkspace();
    expect(await due(workspaceId)).toEqual([]);
    const [oldest = ''] = await store(workspaceId, alike(1, 'Contoso'));
    expect(await due(workspaceId)).toEqual([workspaceId]);
    await group(workspaceId);
    await endRest(workspaceId);
    expect(await due(workspaceId)).toEqual([]);
    const [later = ''] = await store(workspaceId, [
      { name: 'Something else', domains: ['contoso.fr'], parent: null },
    ]);
    await schema.sql.query(
      `UPDATE account_grouping SET rest_until = now() + interval '1 hour' WHERE workspace_id = $1`,
      [workspaceId],
    );
    expect(await due(workspaceId)).toEqual([]);
    await endRest(workspaceId);
    expect(await due(workspaceId)).toEqual([workspaceId]);
    await group(workspaceId);
    expect(await membersOf(workspaceId)).toEqual([[oldest, later]]);
  });

  it('stay shown while others are made, and are due again when those were left before their end', async () => {
    const workspaceId = await newWorkspace();
    const ids = await store(workspaceId, alike(2, 'Contoso'));
    await group(workspaceId);
    await endRest(workspaceId);
    await grouping.run(
      workspaceId,
      (step) => schema.transaction(step),
      () => false,
    );
    expect(await membersOf(workspaceId)).toEqual([ids]);
    expect(await due(workspaceId)).toEqual([workspaceId]);
    await group(workspaceId);
    expect(await membersOf(workspaceId)).toEqual([ids]);
    const kept = await rows(schema.sql, `SELECT FROM account_group_member WHERE workspace_id = $1`, [
      workspaceId,
    ]);
    expect(kept).toHaveLength(ids.length);
  });

  it('leave an account where it is that was grouped before it changed, until they are made again', async () => {
    const workspaceId = await newWorkspace();
    const [first = '', second = ''] = await store(workspaceId, [
      ...alike(1, 'Contoso'),
      ...alike(1, 'Fabrikam'),
    ]);
    await group(workspaceId);
    const generation = await repository.begin(schema.sql, workspaceId);
    await repository.place(schema.sql, workspaceId, generation, null, 1);
    await schema.sql.query(`UPDATE account SET parent_id = $2 WHERE id = $1`, [second, first]);
    await repository.place(schema.sql, workspaceId, generation, first, 1);
    await repository.show(schema.sql, workspaceId, generation);
    expect(await membersOf(workspaceId)).toEqual([[first], [second]]);
    await group(workspaceId);
    expect(await membersOf(workspaceId)).toEqual([[first, second]]);
  });
});
