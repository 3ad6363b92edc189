import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command-error.js';
import { readHeader, type ExportHeader } from './file-format.js';
import { linesOf } from './lines.js';

/** Rows that go into the database by one statement: so many, or so many characters. */
const ROWS_AT_ONCE = 1_000;
const CHARACTERS_AT_ONCE = 8 * 1024 * 1024;

/** An export that is being read, from its beginning to its end. */
export interface OpenExport {
  readonly header: ExportHeader;
  /** The next rows, in JSON, as many as belong to one table of the header; each table once and in order. */
  batches(rows: number): AsyncGenerator<readonly string[]>;
  /** Throws unless everything was read. */
  end(): Promise<void>;
  close(): void;
}

/** Throws {@link CommandError} for a file that is not there, is no export, or is incomplete. */
export async function openExport(file: string): Promise<OpenExport> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip()).setEncoding('utf8');
  source.once('error', (error) => text.destroy(error));
  const lines = linesOf(text);
  const next = async (): Promise<string | null> => {
    try {
      const { value, done } = await lines.next();
      return done ? null : value;
    } catch (error) {
      throw unreadable(file, error as NodeJS.ErrnoException);
    }
  };
  return {
    header: readHeader((await next()) ?? '', file),
    async *batches(rows) {
      let batch: string[] = [];
      let characters = 0;
      for (let row = 0; row < rows; row += 1) {
        const line = await next();
        if (line === null) throw incomplete(file);
        batch.push(line);
        characters += line.length;
        if (batch.length < ROWS_AT_ONCE && characters < CHARACTERS_AT_ONCE) continue;
        yield batch;
        batch = [];
        characters = 0;
      }
      if (batch.length > 0) yield batch;
    },
    async end() {
      if ((await next()) !== null)
        throw new CommandError(`${file} holds more rows than it announces. Export again.`);
    },
    close: () => void source.destroy(),
  };
}

function unreadable(file: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'Z_BUF_ERROR':
      return incomplete(file);
    case 'Z_DATA_ERROR':
      return new CommandError(`${file} is no export of Tributary, or is damaged (${error.message}).`);
    case 'ENOENT':
    case 'EACCES':
    case 'EISDIR':
      return new CommandError(`${file} cannot be read: ${error.message}`);
    default:
      return error;
  }
}

function incomplete(file: string): CommandError {
  return new CommandError(`${file} ends before its last row: the export did not finish. Export again.`);
}
