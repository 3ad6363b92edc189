import type { DataSource } from 'typeorm';
import { waitFor } from '../../../test/support/wait-for.js';
import { openSchema } from '../../../test/support/schema.js';
import {
  acquireLease,
  fence,
  isTurnOver,
  LeaseBusy,
  LeaseLost,
  releaseLease,
  renewLease,
  withLeaseSoon,
} from './lease.js';
import type { Sql } from './sql.js';

describe('A lease', () => {
  let sql: Sql;
  let close: () => Promise<void>;

  beforeAll(async () => ({ sql, close } = await openSchema()));
  afterAll(() => close());

  const take = (name: string, holder: string) => acquireLease(sql, name, holder);
  const runOut = (name: string) =>
    sql.query(`UPDATE lease SET expires_at = now() - interval '1 second' WHERE name = $1`, [name]);
  const database = () => ({ manager: sql }) as unknown as DataSource;
  const must = <T>(value: T | null): T => {
    if (value === null) throw new Error('The lease was not given.');
    return value;
  };

  it('is held by one at a time, and free again when it is released', async () => {
    const first = must(await take('a', 'one'));
    expect(await take('a', 'two')).toBeNull();
    await releaseLease(sql, first);
    expect(await take('a', 'two')).not.toBeNull();
  });

  it('does not bind leases of other names', async () => {
    await take('b', 'one');
    expect(await take('c', 'two')).not.toBeNull();
  });

  it('passes to another when it runs out, and then neither renews, releases nor passes the fence for the first', async () => {
    const first = must(await take('d', 'one'));
    await runOut('d');
    const second = must(await take('d', 'two'));
    expect(await renewLease(sql, first)).toBe(false);
    await expect(fence(sql, first)).rejects.toBeInstanceOf(LeaseLost);
    await releaseLease(sql, first);
    expect(await renewLease(sql, second)).toBe(true);
    await expect(fence(sql, second)).resolves.toBeUndefined();
  });

  it('does not pass the fence once it has run out, even if nobody took it', async () => {
    const lease = must(await take('e', 'one'));
    await runOut('e');
    await expect(fence(sql, lease)).rejects.toBeInstanceOf(LeaseLost);
  });

  it('goes to somebody who waits for it as soon as its holder ends', async () => {
    const first = must(await take('e', 'one'));
    const waiting = withLeaseSoon(database(), 'e', async (lease) => {
      await fence(sql, lease);
      return 'done';
    });
    await releaseLease(sql, first);
    expect(await waiting).toBe('done');
    expect(await take('e', 'two')).not.toBeNull();
  });

  it('goes to somebody who has waited for long, before others who come again and again', async () => {
    const first = must(await take('g', 'one'));
    const waiting = withLeaseSoon(database(), 'g', () => Promise.resolve('done'));
    await waitFor(async () => {
      const [wish] = await sql.query<unknown[]>(`SELECT 1 FROM lease WHERE name = 'wish:g'`);
      return wish;
    });
    await releaseLease(sql, first);
    expect(await take('g', 'another')).toBeNull();
    expect(await waiting).toBe('done');
  });

  it('is free again for all once a wish for it has run out', async () => {
    await runOut('wish:g');
    expect(await take('g', 'another')).not.toBeNull();
  });

  it('is to be let go of after a turn', async () => {
    const lease = must(await take('h', 'one'));
    expect(isTurnOver(lease)).toBe(false);
    expect(isTurnOver({ ...lease, since: lease.since - 60_000 })).toBe(true);
  });

  it('is not waited for longer than is asked', async () => {
    await take('f', 'one');
    const work = () => Promise.reject(new Error('This is not to be done.'));
    await expect(withLeaseSoon(database(), 'f', work, 0)).rejects.toBeInstanceOf(LeaseBusy);
  });
});
