/** RFC 4180, every cell in quotes, so that no comma, quote or line break of a value ends it. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** The rows of a file, each by the names of its header. Cells that the header does not name are left out. */
export function readCsv(text: string): Record<string, string>[] {
  const [header = [], ...rows] = [...linesOf(text.replace(/^\uFEFF/, ''))];
  return rows
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

function* linesOf(text: string): Generator<string[]> {
  let cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) return;
    const [, quoted, plain = '', end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (end === ',') cells.push('');
    yield cells;
    cells = [];
  }
}
