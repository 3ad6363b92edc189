import { openSchema } from '../../../test/support/schema.js';
import type { Sql } from './sql.js';
import { outgrownTables, refreshStatistics } from './table-statistics.js';

describe('The statistics of a table', () => {
  let sql: Sql;
  let close: () => Promise<void>;

  beforeAll(async () => ({ sql, close } = await openSchema()));
  afterAll(() => close());

  const grow = (count: number) =>
    sql.query(
      `INSERT INTO lease (name, token, holder, expires_at)
       SELECT gen_random_uuid()::text, gen_random_uuid(), repeat('x', 100), now() FROM generate_series(1, $1::integer)`,
      [count],
    );

  it('are outdated once it has outgrown them, and current when they were refreshed', async () => {
    expect(await outgrownTables(sql)).not.toContain('lease');
    await grow(5_000);
    expect(await outgrownTables(sql)).toContain('lease');
    await refreshStatistics(sql, 'lease', true);
    expect(await outgrownTables(sql)).not.toContain('lease');
  });

  it('stay current while it grows by less than half', async () => {
    await grow(1_000);
    expect(await outgrownTables(sql)).not.toContain('lease');
  });
});
