import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ApiClient } from './api-client.js';
import { copyTemplate } from './embedded-copy.js';
import { waitFor } from './wait-for.js';

const ENTRY = new URL('../../dist/src/cli.js', import.meta.url).pathname;
/** Usually three seconds; machines that run many tests at once take longer. */
const START_WITHIN_MS = 50_000;

/** Where a test service keeps its state: a data directory, or a database and Redis of its own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** A service under test: the built program in its own process, driven over HTTP. */
export interface TestService {
  readonly url: string;
  readonly api: ApiClient;
  readonly adminKey: string;
  readonly pid: number;
  /** Everything that the process wrote to its standard streams. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/**
 * State for one or more services. On PostgreSQL when `TEST_DATABASE_URL` is set (each gets a database of its
 * own), else embedded; `TEST_REDIS_URL` likewise. An embedded database is migrated already, unless the state is
 * to be new, as on the first start.
 */
export async function makeSurroundings(
  kind: 'any' | 'new' | 'embedded' | 'new-embedded' | 'postgres' = 'any',
): Promise<Surroundings> {
  const directory = await mkdtemp(join(tmpdir(), 'tributary-test-'));
  const server = process.env.TEST_DATABASE_URL;
  const usesServer = kind === 'postgres' || (!kind.endsWith('embedded') && server !== undefined);
  if (!kind.startsWith('new') && !usesServer) await copyTemplate(directory);
  const database = usesServer ? await makeDatabase(server) : null;
  const redis = process.env.TEST_REDIS_URL;
  return {
    environment: {
      DATA_DIR: directory,
      ADMIN_API_KEY: randomBytes(24).toString('hex'),
      SECRETS_KEY: randomBytes(32).toString('base64'),
      ...(database && { DATABASE_URL: database.url }),
      ...(database && redis && { REDIS_URL: redis, REDIS_PREFIX: database.name }),
    },
    async remove() {
      await database?.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(server: string | undefined) {
  if (server === undefined)
    throw new Error(
      'This test needs PostgreSQL: set TEST_DATABASE_URL, e.g. postgres://postgres@127.0.0.1:5432/postgres',
    );
  const name = `tributary_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.toString(),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Starts the built program and waits until it listens. */
export async function startService(
  { environment }: Surroundings,
  extra: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  const { child, output, ended } = spawnService(environment, extra);
  const line = await waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`The service ended with ${child.exitCode}:\n${output()}`);
      return /Tributary is (listening on (\S+)|working)/.exec(output());
    },
    { within: START_WITHIN_MS, what: 'the service to listen' },
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const url = line[2] ?? '';
  const adminKey = environment.ADMIN_API_KEY ?? '';
  return {
    url,
    adminKey,
    api: new ApiClient(url, adminKey),
    pid: child.pid ?? 0,
    output,
    stop: () => end(child, 'SIGTERM', ended),
    kill: async () => void (await end(child, 'SIGKILL', ended)),
  };
}

/** Starts the built program and kills it so soon that it may still be starting. */
export async function startAndKill({ environment }: Surroundings, afterMs: number): Promise<void> {
  const { child, ended } = spawnService(environment, {});
  await Promise.race([pause(afterMs), ended]);
  await end(child, 'SIGKILL', ended);
}

function spawnService(
  environment: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
) {
  const child = spawn(process.execPath, [ENTRY, 'start'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ALLOW_PRIVATE_NETWORK: 'true',
      LOG_LEVEL: 'warn',
      ...environment,
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, output: capture(child), ended };
}

function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<number | null>,
): Promise<number | null> {
  child.kill(signal);
  return ended;
}

function capture(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
