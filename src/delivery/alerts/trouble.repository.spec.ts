import { openSchema } from '../../../test/support/schema.js';
import { rows, type Sql } from '../../platform/database/index.js';
import type { Trouble } from './alert.js';
import { TroubleRepository } from './trouble.repository.js';

const id = (number: number) => `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [workspaceId, destinationId, continuous, scheduled, disabled] = [id(1), id(2), id(3), id(4), id(5)];
const start = new Date('2026-05-01T12:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

async function fill(sql: Sql): Promise<void> {
  await sql.query(
    `INSERT INTO workspace (id, name, settings) VALUES ($1, 'W', '{"alerts":{"rejectedAtMost":1}}')`,
    [workspaceId],
  );
  await sql.query(
    `INSERT INTO destination (workspace_id, id, type, name, config, credentials, credential_names)
     VALUES ($1, $2, 'salesforce', 'Org', '{}', 'x', '{}')`,
    [workspaceId, destinationId],
  );
  for (const [sync, mode, enabled] of [
    [continuous, 'continuous', true],
    [scheduled, 'cron', true],
    [disabled, 'continuous', false],
  ])
    await sql.query(
      `INSERT INTO sync (workspace_id, id, destination_id, name, object, schedule, backfill, backfill_state, enabled)
       VALUES ($1, $2, $3, $4, 'lead', jsonb_build_object('mode', $5::text), 'all', 'done', $6)`,
      [workspaceId, sync, destinationId, sync, mode, enabled],
    );
  await sql.query(
    `INSERT INTO schedule (kind, subject_id, workspace_id, cron, time_zone, next_due_at)
     VALUES ('sync', $1, $2, '0 12 * * *', 'UTC', $3)`,
    [scheduled, workspaceId, start],
  );
  for (const profile of [10, 11, 12])
    await sql.query(
      `INSERT INTO profile (workspace_id, id, version, fields, do_not_contact, event_count) VALUES ($1, $2, 1, '{}', false, 0)`,
      [workspaceId, id(profile)],
    );
  await sql.query(
    `INSERT INTO alert_channel (workspace_id, id, name, url, secret, enabled)
     VALUES ($1, $2, 'On', 'https://a.example', 'x', true), ($1, $3, 'Off', 'https://b.example', 'x', false)`,
    [workspaceId, id(20), id(21)],
  );
}

describe('Troubles of syncs', () => {
  const repository = new TroubleRepository();
  let schema: Awaited<ReturnType<typeof openSchema>>;

  beforeAll(async () => {
    schema = await openSchema();
    await fill(schema.sql);
  });
  afterAll(() => schema?.close());

  const deliver = (syncId: string, profile: number, status: string) =>
    schema.sql.query(
      `INSERT INTO delivery (workspace_id, id, sync_id, profile_id, status, wanted_version, due_at, error)
       VALUES ($1, new_id(), $2, $3, $4, 1, $5, '{}')
       ON CONFLICT (workspace_id, sync_id, profile_id) WHERE profile_id IS NOT NULL DO UPDATE SET status = excluded.status, error = excluded.error`,
      [workspaceId, syncId, id(profile), status, start],
    );
  const look = async (now: Date): Promise<readonly Trouble[]> => {
    const found = await repository.find(schema.sql, now);
    await repository.note(schema.sql, found, now);
    return found;
  };
  const told = () =>
    rows<{ kind: string; change: string; notices: number }>(
      schema.sql,
      `SELECT a.kind, a.change, (SELECT count(*)::integer FROM alert_notice n WHERE n.alert_id = a.id) AS notices
       FROM alert a ORDER BY a.id`,
    );

  it('begin when something is late, once, for every channel that is on', async () => {
    await deliver(continuous, 10, 'due');
    await deliver(disabled, 10, 'due');
    expect(await look(after(59))).toEqual([]);
    expect((await look(after(61))).map(({ syncId, kind }) => [syncId, kind]).toSorted()).toEqual([
      [continuous, 'late'],
      [scheduled, 'late'],
    ]);
    await look(after(62));
    expect(await told()).toEqual([
      { kind: 'late', change: 'began', notices: 1 },
      { kind: 'late', change: 'began', notices: 1 },
    ]);
  });

  it('end when it is no more, and begin again after that', async () => {
    await deliver(continuous, 10, 'delivered');
    await look(after(63));
    expect((await told()).slice(2)).toEqual([{ kind: 'late', change: 'recovered', notices: 1 }]);
    await deliver(continuous, 10, 'waiting');
    await look(after(64));
    expect((await told()).slice(3)).toEqual([{ kind: 'late', change: 'began', notices: 1 }]);
    await deliver(continuous, 10, 'delivered');
    await look(after(65));
  });

  it('are none where what waits does so because the sync rests, or did until just now', async () => {
    await deliver(continuous, 10, 'waiting');
    const isLate = async () =>
      (await repository.find(schema.sql, after(65))).some(
        ({ syncId, kind }) => syncId === continuous && kind === 'late',
      );
    expect(await isLate()).toBe(true);
    await schema.sql.query(`UPDATE sync SET paused_at = $1`, [start]);
    expect(await isLate()).toBe(false);
    await schema.sql.query(`UPDATE sync SET paused_at = NULL, rested_until = $1`, [after(10)]);
    expect(await isLate()).toBe(false);
    await schema.sql.query(`UPDATE sync SET rested_until = $1`, [after(4)]);
    expect(await isLate()).toBe(true);
    await schema.sql.query(`UPDATE sync SET rested_until = NULL`);
    await deliver(continuous, 10, 'delivered');
  });

  it('are one for all records that are rejected beyond what is allowed', async () => {
    await deliver(continuous, 10, 'rejected');
    expect((await look(after(66))).map(({ kind }) => kind)).toEqual(['late']);
    for (const profile of [11, 12]) await deliver(continuous, profile, 'rejected');
    expect(await look(after(67))).toContainEqual(
      expect.objectContaining({
        kind: 'rejecting',
        syncId: continuous,
        message: expect.stringMatching(/^3 records/),
      }),
    );
    const before = (await told()).length;
    await look(after(68));
    expect(await told()).toHaveLength(before);
  });

  it('are failures where somebody must sign in or calls fail in a row, and none where calls are used up', async () => {
    const failing = async () =>
      (await repository.find(schema.sql, after(69))).filter(({ kind }) => kind === 'failing').length;
    const pause = (kind: string, failures: number) =>
      schema.sql.query(
        `INSERT INTO pause (subject, until, reason, kind, failures) VALUES ($1, now(), 'why', $2, $3)
         ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind, failures = excluded.failures`,
        [`destination:${destinationId}`, kind, failures],
      );
    await pause('quota', 50);
    expect(await failing()).toBe(0);
    await pause('unavailable', 4);
    expect(await failing()).toBe(0);
    await pause('unavailable', 5);
    expect(await failing()).toBe(2);
    await schema.sql.query(`UPDATE destination SET state = 'needs-sign-in', state_message = 'Wrong secret.'`);
    expect(await failing()).toBe(2);
  });
});
