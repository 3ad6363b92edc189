/**
 * The lines of a stream of text. Only a line feed ends one: Node's readline would also cut at U+2028, which a
 * JSON string may hold as it is.
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void> {
  let begun: string[] = [];
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield [...begun, part].join('');
      begun = [];
    }
    begun.push(last);
  }
  const rest = begun.join('');
  if (rest !== '') yield rest;
}
