import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CLI = new URL('../../dist/src/cli.js', import.meta.url).pathname;

let made = Promise.resolve();

/**
 * Begins to make one migrated embedded database, of which the tests take copies: making it takes seconds, a copy
 * none. It is there once `database` is in the directory; what kept it from being made is in `failure`.
 */
export default async function makeTemplate() {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = await mkdtemp(join(tmpdir(), 'tributary-template-'));
  process.env.TEST_EMBEDDED_TEMPLATE = directory;
  made = migrate(join(directory, 'making'))
    .then(() => rename(join(directory, 'making', 'database'), join(directory, 'database')))
    .catch((error) => writeFile(join(directory, 'failure'), String(error.stderr ?? error)));
}

async function migrate(directory) {
  await run(process.execPath, [CLI, 'migrate'], {
    env: { PATH: process.env.PATH, DATA_DIR: directory, SECRETS_KEY: Buffer.alloc(32, 1).toString('base64') },
  });
}

export async function removeTemplate() {
  await made;
  const directory = process.env.TEST_EMBEDDED_TEMPLATE;
  if (directory) await rm(directory, { recursive: true, force: true });
}
