import { randomBytes } from 'node:crypto';
import type { BenchDatabase } from './databases.js';
import { start } from './processes.js';

const ENTRY = new URL('../../src/cli.js', import.meta.url);

/** The product in its own process, and its API. */
export interface BenchService {
  readonly url: string;
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export const POOL_SIZE = 10;

/** Starts the built service on a database; `role` is its `TRIBUTARY_ROLE`. */
export async function startService(
  database: BenchDatabase,
  role: 'web' | 'all',
  extra: Readonly<Record<string, string>> = {},
): Promise<BenchService> {
  const key = randomBytes(24).toString('hex');
  const service = await start(
    ENTRY,
    ['start'],
    {
      PORT: '0',
      DATABASE_URL: database.url,
      DATABASE_POOL: String(POOL_SIZE),
      ADMIN_API_KEY: key,
      SECRETS_KEY: randomBytes(32).toString('base64'),
      ALLOW_PRIVATE_NETWORK: 'true',
      TRIBUTARY_ROLE: role,
      LOG_LEVEL: 'warn',
      ...extra,
    },
    /is listening on (\S+)/,
  );
  const url = service.said[1] ?? '';
  return { url, stop: service.stop, call: (method, path, body) => call(url, key, method, path, body) };
}

/** A marketplace source; answers the path to which its leads are posted. */
export async function makeSource(service: BenchService): Promise<string> {
  const made = await service.call<{ intakePath: string }>('POST', '/api/v1/sources', {
    type: 'marketplace',
    name: 'Marketplace',
    config: {},
    credentials: {},
  });
  return made.intakePath;
}

async function call<Answer>(
  url: string,
  key: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}
