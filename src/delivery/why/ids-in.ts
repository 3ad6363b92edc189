/**
 * What in the address of a record may be its id: each system has it in another place, the path, a parameter or behind
 * the `#`, and what is none is no record's.
 */
export function idsIn(url: string): string[] {
  const found = url.split(/[^A-Za-z0-9-]+/).filter((part) => part.length >= 1 && /\d/.test(part));
  // Marketo writes `LD123` for the lead 123.
  const behindLetters = found.flatMap((part) => /^[A-Za-z]{2}(\d+)[A-Za-z]?\d*$/.exec(part)?.[1] ?? []);
  return [...new Set([...found, ...found.map((part) => part.toLowerCase()), ...behindLetters])];
}
