import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CLI = new URL('../../dist/src/cli.js', import.meta.url).pathname;

/** Makes one migrated embedded database, of which the tests take copies: making it takes seconds, a copy none. */
export default async function makeTemplate() {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = await mkdtemp(join(tmpdir(), 'tributary-template-'));
  await run(process.execPath, [CLI, 'migrate'], {
    env: { PATH: process.env.PATH, DATA_DIR: directory, SECRETS_KEY: Buffer.alloc(32, 1).toString('base64') },
  });
  process.env.TEST_EMBEDDED_TEMPLATE = directory;
}

export async function removeTemplate() {
  const directory = process.env.TEST_EMBEDDED_TEMPLATE;
  if (directory) await rm(directory, { recursive: true, force: true });
}
