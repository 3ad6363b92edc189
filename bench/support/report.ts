/** What goes on meanwhile, beside the result: standard error, so that the result can be redirected. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Lines of the result. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A table with its first column to the left and all others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function decimals(value: number, places = 2): string {
  return value.toFixed(places);
}
