import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../config/index.js';
import { openDatabase, type OpenDatabase } from './data-source.js';
import { outlast } from './outlast.js';
import { runPrepared } from './prepared.js';
import { rows } from './sql.js';

describe('A prepared statement', () => {
  let directory: string;
  let database: OpenDatabase;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tributary-prepared-'));
    const settings = loadSettings({
      DATA_DIR: directory,
      SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    database = await openDatabase(settings);
    await database.dataSource.query(`CREATE TABLE kept (id integer PRIMARY KEY)`);
  });
  afterAll(async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });

  const keep = (id: number) =>
    runPrepared(database.dataSource, 'keep', `INSERT INTO kept (id) VALUES ($1)`, [id]);
  const kept = () => rows<{ id: number }>(database.dataSource, `SELECT id FROM kept ORDER BY id`);

  it('runs again and again with values of its own each time', async () => {
    await keep(1);
    await keep(2);
    expect(await kept()).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('runs on a new connection to the embedded database, whose session is still the old one', async () => {
    await database.dataSource.destroy();
    // The socket takes the new connection once it has noticed that the old one ended.
    await outlast(() => database.dataSource.initialize(), 10_000);
    await keep(3);
    expect(await kept()).toContainEqual({ id: 3 });
  });

  it('fails with what the database says', async () => {
    await expect(keep(1)).rejects.toMatchObject({ code: '23505' });
  });
});
