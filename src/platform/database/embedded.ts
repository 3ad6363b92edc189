import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { lockDataDirectory } from './data-directory.js';

export interface EmbeddedDatabase {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * One connection, for which callers queue: the embedded database is one session, and its socket passes on
 * single protocol messages, so that the statements of two connections would mix and one might run with the
 * values of the other. Nothing is lost by it, since a session does one thing at a time anyway.
 */
export const EMBEDDED_CONNECTIONS = 1;

/**
 * PostgreSQL compiled to WebAssembly, kept under `DATA_DIR/database` and reached by `pg` over a socket
 * that only this user can open. It survives a crash of the process; it does not fsync, so it may lose
 * the last moments before a power cut.
 */
export async function startEmbeddedDatabase(dataDirectory: string): Promise<EmbeddedDatabase> {
  const lock = await lockDataDirectory(dataDirectory);
  try {
    const database = await PGlite.create(databaseIn(dataDirectory));
    const socket = await listen(database);
    return {
      ...socket.address,
      async stop() {
        await socket.server.stop();
        await database.close();
        await socket.remove();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whether an embedded database was ever made in this directory. */
export function hasEmbeddedDatabase(dataDirectory: string): boolean {
  return existsSync(databaseIn(dataDirectory));
}

function databaseIn(dataDirectory: string): string {
  return join(dataDirectory, 'database');
}

async function listen(db: PGlite) {
  if (process.platform === 'win32') {
    const server = new PGLiteSocketServer({
      db,
      host: '127.0.0.1',
      port: 0,
      maxConnections: EMBEDDED_CONNECTIONS,
    });
    await server.start();
    const port = Number(server.getServerConn().split(':').at(-1));
    return { server, address: { host: '127.0.0.1', port }, remove: async () => undefined };
  }
  const directory = await mkdtemp(join(tmpdir(), 'tributary-'));
  const server = new PGLiteSocketServer({
    db,
    path: join(directory, '.s.PGSQL.5432'),
    maxConnections: EMBEDDED_CONNECTIONS,
  });
  await server.start();
  return {
    server,
    address: { host: directory, port: 5432 },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
