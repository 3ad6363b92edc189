import { Client } from 'pg';
import type { Surroundings } from './service.js';

/** Runs statements in the database of a service, beside it. */
export async function inDatabaseOf<T extends Record<string, unknown>>(
  { environment }: Surroundings,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<T[]> {
  const client = new Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<T>(statement, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

/** Ends every connection to the database of a service, as a restart of PostgreSQL does. */
export async function cutConnections({ environment }: Surroundings): Promise<number> {
  const url = new URL(environment.DATABASE_URL ?? '');
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`,
      [name],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
