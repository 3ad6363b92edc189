import { openSchema, type OpenSchema } from '../../../test/support/schema.js';
import { newId, rows } from '../../platform/database/index.js';
import { claimDue } from '../../platform/scheduling/index.js';
import type { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { RunQueries } from './run.queries.js';
import { RunRepository } from './run.repository.js';

const [workspaceId, destinationId, syncId] = [newId(), newId(), newId()];
const NODES = 8;

describe('Runs of one sync on many nodes', () => {
  let schema: OpenSchema;
  const nodes = Array.from({ length: NODES }, () => new RunRepository());

  let shown: RunQueries;

  beforeAll(async () => {
    schema = await openSchema();
    shown = new RunQueries({ manager: schema.sql } as unknown as DataSource, new Clock());
    await schema.sql.query(`INSERT INTO workspace (id, name) VALUES ($1, 'One')`, [workspaceId]);
    await schema.sql.query(
      `INSERT INTO destination (workspace_id, id, type, name, config, credentials, credential_names)
       VALUES ($1, $2, 'salesforce', 'Salesforce', '{}', '', '{}')`,
      [workspaceId, destinationId],
    );
    await schema.sql.query(
      `INSERT INTO sync (workspace_id, id, destination_id, name, object, schedule, backfill, backfill_state, enabled)
       VALUES ($1, $2, $3, 'Leads', 'lead', '{"mode":"cron","cron":"* * * * *","timeZone":"UTC"}', 'all', 'done', true)`,
      [workspaceId, syncId, destinationId],
    );
  });
  afterAll(() => schema.close());
  beforeEach(() => schema.sql.query(`DELETE FROM run`));

  const found = () =>
    rows<{ id: string; trigger: string; dueAt: Date | null; missed: number }>(
      schema.sql,
      `SELECT id, trigger, due_at AS "dueAt", missed FROM run ORDER BY id`,
    );

  it('never overlap: whoever opens one while one is open widens it', async () => {
    const now = new Date();
    const opened = await Promise.all(
      nodes.map((node, index) =>
        schema.transaction((sql) =>
          node.open(sql, workspaceId, syncId, index % 2 === 0 ? 'schedule' : 'manual', now),
        ),
      ),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await found()).toHaveLength(1);
  });

  it('cannot overlap, whatever a statement says', async () => {
    const insert = () =>
      schema.sql.query(
        `INSERT INTO run (workspace_id, id, sync_id, trigger, covers_until) VALUES ($1, $2, $3, 'manual', now())`,
        [workspaceId, newId(), syncId],
      );
    await insert();
    await expect(insert()).rejects.toThrow(/run_open/);
  });

  it('begin once for a time that is due, and write down how many passed before', async () => {
    const dueAt = new Date(Date.now() - 3_600_000);
    await schema.sql.query(
      `INSERT INTO schedule (kind, subject_id, workspace_id, cron, time_zone, next_due_at)
       VALUES ('sync', $1, $2, '* * * * *', 'UTC', $3)`,
      [syncId, workspaceId, dueAt],
    );
    let begun = 0;
    await Promise.all(
      nodes.map((node) =>
        claimDue(schema as unknown as DataSource, 'sync', async (sql, due) => {
          begun += 1;
          const run = await node.open(sql, workspaceId, syncId, 'schedule', new Date());
          await node.makeUpFor(sql, run, due.dueAt, 60);
        }),
      ),
    );
    expect(begun).toBe(1);
    expect(await found()).toEqual([expect.objectContaining({ trigger: 'schedule', dueAt, missed: 60 })]);
    const { items } = await shown.list(workspaceId, syncId, { limit: 1 });
    expect(items).toEqual([
      expect.objectContaining({
        status: 'running',
        missed: 60,
        message: expect.stringMatching(/^It was due at .* 1 h 0 min late.* makes up for 60 times/),
      }),
    ]);
  });

  it('wait while their sync rests, and say why', async () => {
    const run = await new RunRepository().open(schema.sql, workspaceId, syncId, 'schedule', new Date());
    await schema.sql.query(`UPDATE sync SET paused_at = now()`);
    expect(await shown.read(workspaceId, run.id)).toMatchObject({
      status: 'paused',
      message: expect.stringMatching(/paused until somebody resumes it/),
    });
    await schema.sql.query(`UPDATE sync SET paused_until = now()`);
    expect(await shown.read(workspaceId, run.id)).toMatchObject({ status: 'running', message: null });
  });
});
