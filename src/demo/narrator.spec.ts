import { Narrator } from './narrator.js';

describe('The narrator', () => {
  it('writes plain lines where there is no terminal', () => {
    const { out, text } = listen({ isTTY: false });
    const narrator = new Narrator(out, {});
    narrator.chapter('1. The stage');
    narrator.line('parsed', 'a '.repeat(200).trim(), 'good');
    narrator.check(false, 'it holds');
    expect(text()).toBe(`\n1. The stage\n    parsed       ${'a '.repeat(200).trim()}\n  ✗ it holds\n`);
  });

  it('breaks lines between words and keeps them aligned on a terminal', () => {
    const { out, text } = listen({ isTTY: true, columns: 60 });
    new Narrator(out, { NO_COLOR: '1' }).line('warning', 'word '.repeat(20).trim(), 'held');
    const lines = text().trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines.slice(1).every((line) => line.startsWith(`${' '.repeat(17)}word`))).toBe(true);
  });

  it('uses colour on a terminal, unless NO_COLOR asks for none', () => {
    expect(titleIn({})).toBe('\n\u001B[1mTributary\u001B[22m\n');
    expect(titleIn({ NO_COLOR: '1' })).toBe('\nTributary\n');
    expect(titleIn({ TERM: 'dumb' })).toBe('\nTributary\n');
  });

  it('cuts the widest column of a table where the terminal is too narrow', () => {
    const { out, text } = listen({ isTTY: true, columns: 30 });
    new Narrator(out, { NO_COLOR: '1' }).table([
      ['NAME', 'TITLE'],
      ['Ann', 'Head of everything that there is'],
    ]);
    const lines = text().trimEnd().split('\n');
    expect(lines.every((line) => line.length <= 30)).toBe(true);
    expect(lines[1]).toMatch(/^ {2}Ann {3}Head of .+…$/);
  });
});

function titleIn(environment: NodeJS.ProcessEnv): string {
  const { out, text } = listen({ isTTY: true, columns: 80 });
  new Narrator(out, environment).title('Tributary');
  return text();
}

/** A stream that keeps what it is told. */
function listen(screen: { isTTY: boolean; columns?: number }) {
  const chunks: string[] = [];
  const write = (chunk: string) => chunks.push(chunk) > 0;
  return { out: { ...screen, write }, text: () => chunks.join('') };
}
