/** A file that is not as RFC 4180 has it. */
export class BadFile extends Error {
  override readonly name = 'BadFile';
}

export interface ParsedFile {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const FIELD = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|$)/gy;

/** Reads a file strictly: whole quotes, and as many fields in each row as in the first. Throws {@link BadFile}. */
export function parseFile(text: string): ParsedFile {
  if (text.startsWith('\uFEFF')) throw new BadFile('The file begins with a byte order mark.');
  const records: string[][] = [];
  let record: string[] = [];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const start = FIELD.lastIndex;
    const match = FIELD.exec(text);
    if (!match) throw new BadFile(`The file cannot be read from character ${start}.`);
    const [, field = '', end = ''] = match;
    record.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push([...record, '']);
  const [header = [], ...rows] = records;
  const ragged = rows.findIndex((row) => row.length !== header.length);
  if (ragged >= 0) throw new BadFile(`Row ${ragged + 1} has not as many fields as the header.`);
  return { header, rows };
}

export function writeFile(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(written).join(',')}\n`).join('');
}

function written(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
