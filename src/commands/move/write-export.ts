import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DataSource } from 'typeorm';
import { appliedMigrations, rows, type Sql } from '../../platform/database/index.js';
import { CommandError } from '../command-error.js';
import { countRows, tablesToMove, type Table } from './catalogue.js';
import { FORMAT, FORMAT_VERSION, totalRows, type ExportHeader } from './file-format.js';
import { Progress } from './progress.js';

/** A lead's body has up to 256 KiB and takes twice that as text, so that a batch stays below 100 MiB. */
const ROWS_AT_ONCE = 200;

/** Writes the whole database to a new file, as it is at one moment. Answers what the file begins with. */
export async function writeExport(
  dataSource: DataSource,
  secretsKeyId: string,
  file: string,
): Promise<ExportHeader> {
  const migrations = await appliedMigrations(dataSource);
  return dataSource.transaction('REPEATABLE READ', async (snapshot) => {
    const tables = await tablesToMove(snapshot);
    const counted = [];
    for (const table of tables) counted.push({ name: table.name, rows: await countRows(snapshot, table) });
    const header: ExportHeader = {
      format: FORMAT,
      version: FORMAT_VERSION,
      exportedAt: new Date().toISOString(),
      migrations,
      secretsKeyId,
      tables: counted,
    };
    await writeFile(file, exportText(snapshot, header, tables));
    return header;
  });
}

async function* exportText(sql: Sql, header: ExportHeader, tables: readonly Table[]): AsyncGenerator<string> {
  const progress = new Progress('Exported', totalRows(header));
  yield `${JSON.stringify(header)}\n`;
  for (const table of tables) {
    for await (const batch of batchesOf(sql, table)) {
      yield batch.map((row) => `${row}\n`).join('');
      progress.add(batch.length);
    }
  }
  progress.end();
}

/** Rows as PostgreSQL wrote them: read as JSON and written again, long numbers would lose digits. */
async function* batchesOf(sql: Sql, table: Table): AsyncGenerator<readonly string[]> {
  const columns = table.columns.map(({ quoted, writtenAs }) => `${quoted}::${writtenAs} AS ${quoted}`);
  await sql.query(
    `DECLARE export NO SCROLL CURSOR FOR
     SELECT to_jsonb(t)::text AS row FROM (SELECT ${columns.join(', ')} FROM ${table.quoted}) t`,
  );
  for (;;) {
    const batch = await rows<{ row: string }>(sql, `FETCH ${ROWS_AT_ONCE} FROM export`);
    if (batch.length === 0) break;
    yield batch.map(({ row }) => row);
  }
  await sql.query(`CLOSE export`);
}

/** It holds personal data, so only its owner may read it; nothing is overwritten, and no half of one stays. */
async function writeFile(file: string, text: AsyncIterable<string>): Promise<void> {
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(Readable.from(text), createGzip(), output);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CommandError(`${file} is there already. Name a new file, or remove it.`);
    await unlink(file).catch(() => undefined);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOSPC') {
      throw new CommandError(`The export could not be written to ${file}: ${message}`);
    }
    throw error;
  }
}
