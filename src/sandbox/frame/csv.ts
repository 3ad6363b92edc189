/** A text that is no CSV as RFC 4180 has it. */
export class CsvMalformed extends Error {
  override readonly name = 'CsvMalformed';
}

/**
 * The rows of a CSV text, the first one too. Quotes stand around whole cells only and are doubled within them;
 * lines end with LF or CRLF, the last one may do without. Throws {@link CsvMalformed}.
 */
export function parseCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, delimiter);
    row.push(cell);
    at = end;
    if (text[at] === delimiter) {
      at++;
      if (at === text.length) row.push('');
      else continue;
    } else if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n') at++;
    else if (at < text.length) throw new CsvMalformed(`Row ${rows.length + 1}: text after a quoted cell.`);
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Every cell quoted, lines ended with LF. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

interface Cell {
  readonly cell: string;
  readonly end: number;
}

function quotedCell(text: string, start: number): Cell {
  let cell = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvMalformed('A quote is not closed.');
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}

function plainCell(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
    if (text[end] === '"') throw new CsvMalformed('A quote stands within a cell that is not quoted.');
    end++;
  }
  return { cell: text.slice(start, end), end };
}
