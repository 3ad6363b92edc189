/**
 * A file as RFC 4180 has it: fields between commas, quoted where they hold a comma, a quote or a line break; lines end
 * with CR and LF. UTF-8 without a byte order mark.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from([columns, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join(''), 'utf8');
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The rows of a file, the first of which names the columns. A last line need not end, and a mark at the start is passed over. */
export function* readCsv(text: string): Generator<string[]> {
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const { value, end } = text[at] === '"' ? quotedField(text, at + 1) : plainField(text, at);
    row.push(value);
    if (text[end] === ',') {
      at = end + 1;
      if (at < text.length) continue;
      row.push('');
    }
    if (row.length > 1 || row[0] !== '') yield row;
    row = [];
    at = text.startsWith('\r\n', end) ? end + 2 : Math.max(end + 1, at);
  }
}

interface Field {
  readonly value: string;
  /** Where the comma or line break after it stands. */
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  const breaks = /[,\r\n]/g;
  breaks.lastIndex = start;
  const end = breaks.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let value = '';
  let from = start;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return { value: value + text.slice(from), end: text.length };
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}
