import { createHash, randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 5_000;
const TRY_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 1_000;
/** What the path of a socket may have on every system: macOS takes 104 with the final zero, Linux 108. */
const SOCKET_PATH_BYTES = 103;

/** Held while the process lives: the operating system ends it with the process, however that ends. */
export interface DirectoryLock {
  release(): Promise<void>;
}

export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';

  constructor(
    readonly code: 'in-use' | 'not-writable',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Makes this process the only one that uses the data directory. Waits for another to end, as a restart
 * overlaps with the process it replaces; then throws {@link DataDirectoryError} `in-use`.
 */
export async function lockDataDirectory(directory: string, waitMs = WAIT_MS): Promise<DirectoryLock> {
  await make(directory);
  const address = await lockAddress(await realpath(directory));
  const deadline = Date.now() + waitMs;
  const owner = randomUUID();
  let clearedStale = false;
  for (;;) {
    const server = await tryListen(address, owner);
    const standing = server ? null : socketAt(address);
    if (server) {
      // One that lost its address stays open: closing it would remove what the winner has put there.
      if (!clearedStale || (await isStillOf(owner, address))) return lockHeldBy(server);
    } else if ((await ownerOf(address)) === null) {
      removeStale(address, standing);
      clearedStale = true;
    } else if (Date.now() > deadline) throw inUse(directory);
    else await pause(TRY_EVERY_MS);
  }
}

async function make(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch(({ code }: NodeJS.ErrnoException) => {
    throw notWritable(directory, code ?? 'no reason given');
  });
}

function lockHeldBy(server: Server): DirectoryLock {
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/**
 * Two starts that find the same stale socket may both remove it, the later one that of the earlier.
 * Whoever finds another's name at the address afterwards has lost.
 */
async function isStillOf(owner: string, address: string): Promise<boolean> {
  await pause(2 * TRY_EVERY_MS);
  return (await ownerOf(address)) === owner;
}

/**
 * A socket in the directory itself, so that whoever sees the directory sees the lock: a service with a
 * temporary directory of its own, a container that shares the volume. Elsewhere only where that cannot be.
 */
async function lockAddress(directory: string): Promise<string> {
  const name = `tributary-${createHash('sha256').update(directory).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  const inside = join(directory, 'lock');
  if (Buffer.byteLength(inside) <= SOCKET_PATH_BYTES && (await takesSockets(directory))) return inside;
  return join(tmpdir(), `${name}.lock`);
}

/** Some shared and network file systems have none. */
async function takesSockets(directory: string): Promise<boolean> {
  const name = randomUUID().slice(0, 4);
  const server = await tryListen(join(directory, name), name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'EROFS') throw notWritable(directory, error.code);
    return null;
  });
  if (server) await lockHeldBy(server).release();
  return server !== null;
}

function tryListen(address: string, owner: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(owner);
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Who answers at the address; null when nobody does, empty when somebody is there who does not say. */
function ownerOf(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address)
      .setEncoding('utf8')
      .setTimeout(ANSWER_WITHIN_MS, () => socket.destroy())
      .on('data', (chunk) => (said += chunk))
      .once('close', () => resolve(said))
      .once('error', ({ code }: NodeJS.ErrnoException) =>
        resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? null : ''),
      );
  });
}

/** Which socket stands there, for another may come to stand there at any time. Pipes of Windows never stay behind. */
function socketAt(address: string): string | null {
  if (process.platform === 'win32') return null;
  const found = statSync(address, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.ctimeNs}` : null;
}

/** Without a pause between look and removal, so that what another just put there instead is left alone. */
function removeStale(address: string, stale: string | null): void {
  if (stale !== null && socketAt(address) === stale) rmSync(address, { force: true });
}

function inUse(directory: string): DataDirectoryError {
  return new DataDirectoryError(
    'in-use',
    `The data directory ${directory} is in use by another Tributary process. Stop it, or give this one another DATA_DIR.`,
  );
}

function notWritable(directory: string, reason: string): DataDirectoryError {
  return new DataDirectoryError(
    'not-writable',
    `This user cannot write to the data directory ${directory} (${reason}). Run as the user that it belongs to, or correct DATA_DIR.`,
  );
}
