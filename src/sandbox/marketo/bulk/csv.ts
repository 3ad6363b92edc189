/** The lines of a file, each a list of cells (RFC 4180); null where a quote is left open or stands in the wrong place. */
export function linesOf(text: string): string[][] | null {
  const lines: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const match = quoted ? quotedCell(text, at) : plainCell(text, at);
    if (!match) return null;
    cells.push(match.cell);
    at = match.end;
    if (text[at] === ',') {
      at++;
      if (at === text.length) cells.push('');
      continue;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    lines.push(cells);
    cells = [];
  }
  if (cells.length > 0) lines.push(cells);
  return lines;
}

interface Cell {
  readonly cell: string;
  readonly end: number;
}

function plainCell(text: string, start: number): Cell | null {
  let end = start;
  while (end < text.length && !',\r\n'.includes(text.charAt(end))) end++;
  const cell = text.slice(start, end);
  return cell.includes('"') ? null : { cell, end };
}

function quotedCell(text: string, start: number): Cell | null {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) return null;
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const after = text[end + 1];
  if (after !== undefined && !',\r\n'.includes(after)) return null;
  return { cell: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

/** As Marketo gives files back: only cells that need it are quoted. */
export function lineOf(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\n`;
}
