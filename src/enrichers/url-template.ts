const PLACE = /\{(\w+)\}/g;

/** The names in braces, each once. */
export function fieldsOf(template: string): string[] {
  return [...new Set([...template.matchAll(PLACE)].map(([, name = '']) => name))];
}

/** The address to ask, values encoded; null where one that it names is not known, so that nothing can be asked. */
export function fillUrl(template: string, values: Readonly<Record<string, string | null>>): string | null {
  if (fieldsOf(template).some((name) => !values[name])) return null;
  return template.replace(PLACE, (_place, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** Scheme, host and port, which no value may decide; null for what is no address with fixed ones. */
export function originOf(template: string): string | null {
  const [one, other] = ['a', 'b'].map((value) => template.replace(PLACE, value));
  if (!one || !other || !URL.canParse(one) || !URL.canParse(other)) return null;
  const { origin, username, password } = new URL(one);
  return origin === new URL(other).origin && username === '' && password === '' ? origin : null;
}
