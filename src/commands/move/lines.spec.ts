import * as fc from 'fast-check';
import { linesOf } from './lines.js';

async function* stream(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

async function read(chunks: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(stream(chunks))) lines.push(line);
  return lines;
}

describe('linesOf', () => {
  it('gives back the lines, wherever the stream was cut', async () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll('\n', ' '));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (lines, cuts) => {
        const text = lines.map((each) => `${each}\n`).join('');
        const edges = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
        expect(await read(chunks)).toEqual(lines);
      }),
    );
  });

  it('takes the Unicode line separators for what they are in JSON: characters', async () => {
    expect(await read(['{"name":"A\u2028B\u2029C\u0085D\rE"}\n'])).toEqual([
      '{"name":"A\u2028B\u2029C\u0085D\rE"}',
    ]);
  });

  it('gives the last line also when nothing ends it', async () => {
    expect(await read(['a\nb'])).toEqual(['a', 'b']);
  });
});
