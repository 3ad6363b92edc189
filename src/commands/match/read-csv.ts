/** The records of a CSV text (RFC 4180) by the names in its first line; names and values without outer spaces. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [head = [], ...rows] = [...readRows(text)];
  const names = head.map((name) => name.trim());
  return rows.map((row) =>
    Object.fromEntries(names.map((name, column) => [name, (row[column] ?? '').trim()])),
  );
}

function* readRows(text: string): Iterable<string[]> {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`The CSV cannot be read from character ${at} on: a quote is not closed.`);
    const [, quoted, plain, end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') {
      if (cell.lastIndex < text.length) continue;
      row.push('');
    }
    if (row.length > 1 || row[0] !== '') yield row;
    row = [];
  }
}
