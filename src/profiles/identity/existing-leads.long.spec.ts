import { IdentityStore } from '../../../test/support/identity-store.js';
import { rows, type Sql } from '../../platform/database/index.js';
import { noLeadSource, noPerson } from '../../leads/index.js';
import { standardGuards, standardModel } from '../matching/index.js';
import { MatchEngine } from './match-engine.js';

const id = (number: number) => `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [workspaceId, sourceId] = [id(1), id(2)];

/** Leads as they were matched by e-mail: two of Ann, one a repeat; one of Bob, who was merged into her. */
async function fill(sql: Sql): Promise<void> {
  await sql.query(`INSERT INTO workspace (id, name) VALUES ($1, 'Default')`, [workspaceId]);
  await sql.query(`INSERT INTO source (workspace_id, id, type, name) VALUES ($1, $2, 'marketplace', 'M')`, [
    workspaceId,
    sourceId,
  ]);
  for (const [profile, mergedInto] of [
    [id(10), null],
    [id(11), id(10)],
    [id(12), null],
  ])
    await sql.query(
      `INSERT INTO profile (workspace_id, id, version, fields, do_not_contact, event_count, merged_into)
       VALUES ($1, $2, 1, '{}', false, 0, $3)`,
      [workspaceId, profile, mergedInto],
    );
  const ann = { ...noPerson, firstName: 'Ann', lastName: 'Lee', email: 'ann@contoso.com' };
  const leads = [
    [id(20), 'parsed', null, ann, id(10)],
    [id(21), 'duplicate', id(20), ann, id(11)],
    [id(22), 'parsed', null, { ...noPerson, lastName: 'Roy', email: 'roy@fabrikam.com' }, id(12)],
  ] as const;
  for (const [lead, status, of, person, profile] of leads)
    await sql.query(
      `INSERT INTO lead_event (workspace_id, id, source_id, received_at, body, status, duplicate_of, person,
         profile_id, lead_source, warnings)
       VALUES ($1, $2, $3, now(), '\\x7b7d', $4, $5, $6, $7, $8, '[]')`,
      [
        workspaceId,
        lead,
        sourceId,
        status,
        of,
        JSON.stringify(person),
        profile,
        JSON.stringify(noLeadSource),
      ],
    );
}

describe('Leads from before people were matched by more than their e-mail', () => {
  let store: IdentityStore;

  beforeAll(async () => {
    store = await IdentityStore.open(new MatchEngine(standardModel, standardGuards), fill);
  });
  afterAll(() => store?.close());

  it('keep their people and the ids of these, and are matched with what comes next', async () => {
    const workspace = store.known(workspaceId, sourceId);
    expect(await workspace.renew()).toBe(2);
    expect(await workspace.renew()).toBe(0);
    const owners = await workspace.owners();
    expect([20, 21, 22].map((lead) => owners.get(id(lead)))).toEqual([id(10), id(10), id(12)]);
    expect(await workspace.broken()).toEqual([]);
    const [next = ''] = await workspace.arrive([
      { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@contoso.com', Phone: '' },
    ]);
    expect((await workspace.owners()).get(next)).toBe(id(10));
    const [merged] = await rows(store.sql, `SELECT merged_into FROM profile WHERE id = $1`, [id(11)]);
    expect(merged).toEqual({ merged_into: id(10) });
    expect(await workspace.broken()).toEqual([]);
  });
});
