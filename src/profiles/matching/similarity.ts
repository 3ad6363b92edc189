import { distance } from 'fastest-levenshtein';

/** Whether one letter more, less, other or swapped with its neighbour makes one text of the other. */
export function withinOneEdit(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  if (short.slice(start + 1) === long.slice(start + 1)) return true;
  return (
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    short.slice(start + 2) === long.slice(start + 2)
  );
}

/** Whether two different words are likely one with a slip: an edit from three letters on, two from seven. */
export function isSlip(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  if (shortest >= 3 && withinOneEdit(a, b)) return true;
  return shortest >= 7 && Math.abs(a.length - b.length) <= 2 && distance(a, b) <= 2;
}
