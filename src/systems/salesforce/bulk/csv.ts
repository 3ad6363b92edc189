/** One line of CSV (RFC 4180), ended with LF. An empty cell stays bare, anything else is quoted where it must be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The rows of a CSV text one by one, each as its cells by their column. */
export function* readCsv(text: string): Generator<ReadonlyMap<string, string>> {
  const lines = csvLines(text);
  const { value: columns = [] } = lines.next();
  for (const cells of lines) {
    yield new Map(columns.map((column, position) => [column, cells[position] ?? '']));
  }
}

function* csvLines(text: string): Generator<string[], undefined> {
  let cells: string[] = [];
  for (let at = 0; at < text.length;) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    cells.push(cell);
    at = end;
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      cells.push('');
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (cells.length > 1 || cells[0] !== '') yield cells;
    cells = [];
  }
  return undefined;
}

interface Cell {
  readonly cell: string;
  readonly end: number;
}

function quotedCell(text: string, start: number): Cell {
  let at = start + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote < 0) break;
    if (text[quote + 1] !== '"') {
      return { cell: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
    }
    at = quote + 2;
  }
  return { cell: text.slice(start + 1).replaceAll('""', '"'), end: text.length };
}

function plainCell(text: string, start: number): Cell {
  const ending = /[,\r\n]/g;
  ending.lastIndex = start;
  const end = ending.exec(text)?.index ?? text.length;
  return { cell: text.slice(start, end), end };
}
