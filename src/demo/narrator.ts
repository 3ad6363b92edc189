import { inspect } from 'node:util';

type Look = 'bold' | 'cyan' | 'green' | 'yellow' | 'red' | 'gray';
/** How a line is meant: done, left alone on purpose, wrong, of no weight. */
export type Tone = 'good' | 'held' | 'bad' | 'aside' | 'plain';

const looks: Readonly<Record<Tone, Look | null>> = {
  good: 'green',
  held: 'yellow',
  bad: 'red',
  aside: 'gray',
  plain: null,
};

const LABEL_WIDTH = 13;
const INDENT = '  ';
const WIDEST = 100;

/** What is needed of `process.stdout`. */
type Screen = Pick<NodeJS.WriteStream, 'isTTY'> & { readonly columns?: number; write(text: string): boolean };

/** Prints the story: aligned; in colour and broken between words on a terminal, as plain lines elsewhere. */
export class Narrator {
  private readonly isTerminal: boolean;
  private readonly isColoured: boolean;

  constructor(
    private readonly out: Screen,
    environment: NodeJS.ProcessEnv,
  ) {
    this.isTerminal = out.isTTY === true;
    // https://no-color.org
    this.isColoured = this.isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb';
  }

  title(text: string): void {
    this.print(`\n${this.look('bold', text)}`);
  }

  chapter(text: string): void {
    this.print(`\n${this.look('bold', this.look('cyan', text))}`);
  }

  say(text: string, tone: Tone = 'plain'): void {
    this.print(this.broken(INDENT, text, tone));
  }

  /** Something that happens; what is told of it follows as lines. */
  happens(text: string): void {
    this.print(`\n${INDENT}${this.look('bold', text)}`);
  }

  line(label: string, text: string, tone: Tone = 'plain'): void {
    const opening = `${INDENT}${INDENT}${this.look('gray', label.padEnd(LABEL_WIDTH))}`;
    this.print(this.broken(opening, text, tone, INDENT.length * 2 + LABEL_WIDTH));
  }

  check(holds: boolean, text: string): void {
    this.print(
      this.broken(`${INDENT}${this.mark(holds)} `, text, holds ? 'plain' : 'bad', INDENT.length + 2),
    );
  }

  /** Rows of cells under each other, the first row their titles. Cells are cut where a terminal is too narrow. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? '').length)),
    );
    while (this.isTerminal && rowWidth(widths) > (this.out.columns || WIDEST)) narrowWidest(widths);
    for (const [index, row] of rows.entries()) {
      const cells = widths.map((width, column) => cut(row[column] ?? '', width).padEnd(width));
      const text = `${INDENT}${cells.join(INDENT)}`.trimEnd();
      this.print(index === 0 ? this.look('gray', text) : text);
    }
  }

  /** Something to be copied, so never broken. */
  command(text: string): void {
    this.print(`${INDENT}${INDENT}${text}`);
  }

  gap(): void {
    this.print('');
  }

  private mark(holds: boolean): string {
    return holds ? this.look('green', '✓') : this.look('red', '✗');
  }

  private broken(opening: string, text: string, tone: Tone, indent = opening.length): string {
    const room = this.isTerminal ? Math.min(this.out.columns || WIDEST, WIDEST) - indent : Infinity;
    const look = looks[tone];
    const lines = linesOf(text, Math.max(room, 30)).map((line) => (look ? this.look(look, line) : line));
    return opening + lines.join(`\n${' '.repeat(indent)}`);
  }

  private look(look: Look, text: string): string {
    if (!this.isColoured || text === '') return text;
    const [on, off] = inspect.colors[look] ?? [0, 0];
    return `\u001B[${on}m${text}\u001B[${off}m`;
  }

  private print(text: string): void {
    this.out.write(`${text}\n`);
  }
}

function linesOf(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function rowWidth(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + INDENT.length + width, 0);
}

function narrowWidest(widths: number[]): void {
  const widest = widths.indexOf(Math.max(...widths));
  widths[widest] = (widths[widest] ?? 1) - 1;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
