import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';

interface Header {
  readonly secretsKeyId: string;
  readonly migrations: readonly string[];
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

export interface ExportFile {
  readonly header: Header;
  /** Rows as they stand in the file, sorted, by table. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
}

export async function readExport(file: string): Promise<ExportFile> {
  const [first = '', ...lines] = gunzipSync(await readFile(file))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  const header = JSON.parse(first) as Header;
  const rows = Object.fromEntries(
    header.tables.map(({ name, rows: count }) => [name, lines.splice(0, count).toSorted()]),
  );
  expect(lines).toEqual([]);
  return { header, rows };
}

/** A copy of an export with another text. */
export async function changeExport(
  file: string,
  copy: string,
  change: (text: string) => string,
): Promise<string> {
  const text = gunzipSync(await readFile(file)).toString('utf8');
  await writeFile(copy, gzipSync(change(text)));
  return copy;
}
