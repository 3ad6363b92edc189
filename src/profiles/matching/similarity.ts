/** Whether one letter more, less, other or swapped with its neighbour makes one text of the other. */
export function withinOneEdit(a: string, b: string): boolean {
  return withinEdits(a, 0, b, 0, 1) || isSwapApart(a, b);
}

/** Whether two different words are likely one with a slip: an edit from three letters on, two from seven. */
export function isSlip(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  if (shortest < 3 || Math.abs(a.length - b.length) > 2) return false;
  return shortest < 7 ? withinOneEdit(a, b) : withinEdits(a, 0, b, 0, 2);
}

/**
 * Whether at most so many letters more, less or other make one rest of the other. A whole distance would cost many
 * times as much, and most words differ early.
 */
function withinEdits(a: string, fromA: number, b: string, fromB: number, edits: number): boolean {
  let [atA, atB] = [fromA, fromB];
  while (atA < a.length && atB < b.length && a.charCodeAt(atA) === b.charCodeAt(atB)) {
    atA += 1;
    atB += 1;
  }
  const [leftA, leftB] = [a.length - atA, b.length - atB];
  if (Math.abs(leftA - leftB) > edits) return false;
  if (leftA === 0 || leftB === 0) return true;
  if (edits === 0) return false;
  return (
    withinEdits(a, atA + 1, b, atB + 1, edits - 1) ||
    withinEdits(a, atA + 1, b, atB, edits - 1) ||
    withinEdits(a, atA, b, atB + 1, edits - 1)
  );
}

function isSwapApart(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (a.charCodeAt(at) !== b.charCodeAt(at + 1) || a.charCodeAt(at + 1) !== b.charCodeAt(at)) return false;
  for (let rest = at + 2; rest < a.length; rest += 1)
    if (a.charCodeAt(rest) !== b.charCodeAt(rest)) return false;
  return true;
}
