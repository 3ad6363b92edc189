import { Progress } from './progress.js';

function watch(total: number) {
  const lines: string[] = [];
  let now = 0;
  const progress = new Progress(
    'Exported',
    total,
    (text) => lines.push(text.trimEnd()),
    () => now,
  );
  return { progress, lines, pass: (ms: number) => (now += ms) };
}

describe('Progress', () => {
  it('tells rows done, their rate and the time that is left', () => {
    const { progress, lines, pass } = watch(1_000_000);
    pass(2_000);
    progress.add(10_000);
    expect(lines).toEqual(['Exported: 10,000 of 1,000,000 rows, 5,000 a second, 3 min 18 s left']);
  });

  it('speaks once a second at most, and at the end', () => {
    const { progress, lines, pass } = watch(3);
    for (let row = 0; row < 3; row += 1) {
      pass(400);
      progress.add(1);
    }
    progress.end();
    expect(lines).toEqual(['Exported: 3 of 3 rows, 3 a second', 'Exported: 3 of 3 rows, 3 a second']);
  });
});
