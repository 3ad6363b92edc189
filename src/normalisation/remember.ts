/**
 * A function that remembers its answers for the values it met lately, between `atLeast` and twice as many:
 * leads repeat names, companies, countries and titles, and working them out costs more than looking them up.
 * Only for pure functions whose answers nobody changes.
 */
export function remember<T>(make: (key: string) => T, atLeast = 20_000): (key: string) => T {
  let recent = new Map<string, { readonly answer: T }>();
  let older = recent;
  return (key) => {
    const known = recent.get(key);
    if (known) return known.answer;
    const answer = older.get(key) ?? { answer: make(key) };
    if (recent.size >= atLeast) [older, recent] = [recent, new Map()];
    recent.set(key, answer);
    return answer.answer;
  };
}
