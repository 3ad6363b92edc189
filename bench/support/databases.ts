import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

const DEFAULT_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';

/** A database that exists for one measurement. */
export interface BenchDatabase {
  readonly url: string;
  /** Runs one statement on a connection of its own. */
  query<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** The PostgreSQL server on which databases are made: `DATABASE_URL`, else a local one. */
export function serverUrl(): string {
  return process.env['DATABASE_URL'] ?? DEFAULT_SERVER;
}

/** Makes an empty database, or a copy of another that nobody uses at the moment; its user must be allowed to. */
export async function createDatabase(label: string, original?: BenchDatabase): Promise<BenchDatabase> {
  const name = `tributary_bench_${label}_${randomBytes(4).toString('hex')}`;
  const template = original ? ` TEMPLATE ${new URL(original.url).pathname.slice(1)}` : '';
  await query(serverUrl(), `CREATE DATABASE ${name}${template}`);
  const address = new URL(serverUrl());
  address.pathname = `/${name}`;
  const url = address.toString();
  return {
    url,
    query: (text, parameters) => query(url, text, parameters),
    drop: async () => void (await query(serverUrl(), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Writes back what earlier work left, so that no measurement pays for another. Only a superuser may. */
export async function checkpoint(): Promise<void> {
  await query(serverUrl(), 'CHECKPOINT').catch(() => undefined);
}

async function query<Row extends object>(
  url: string,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...parameters])).rows;
  } finally {
    await client.end();
  }
}
