import { leadWarnings as odd, type Note } from './warnings.js';

/** The text without what PostgreSQL can keep neither in `text` nor in `jsonb`: NUL and halves of surrogate pairs. */
export function cleanText(text: string, field: string, note: Note): string {
  const withoutNul = text.replaceAll('\u0000', '');
  if (withoutNul !== text) note(odd.nulRemoved(field));
  const wellFormed = withoutNul.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  if (wellFormed !== withoutNul) note(odd.surrogateReplaced(field));
  return wellFormed;
}
