import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Settings } from '../../platform/config/index.js';
import type { Finding } from '../../platform/finding.js';

const MIB = 1024 * 1024;
const TOO_LITTLE = 100 * MIB;
const LITTLE = 1024 * MIB;

/** Room on the disk of `DATA_DIR`, which the embedded database needs. */
export async function* checkDataDirectory({ DATA_DIR, embedded }: Settings): AsyncGenerator<Finding> {
  if (!embedded || !existsSync(DATA_DIR)) return;
  const { bavail, bsize } = await statfs(DATA_DIR);
  const free = bavail * bsize;
  const level = free < TOO_LITTLE ? 'failed' : free < LITTLE ? 'warning' : 'ok';
  const message = `${Math.floor(free / MIB).toLocaleString('en-US')} MiB are free on its disk`;
  const fix = 'Make room there, or move the installation to a larger disk or to PostgreSQL.';
  yield { about: `DATA_DIR ${DATA_DIR}`, level, message, ...(level !== 'ok' && { fix }) };
}
