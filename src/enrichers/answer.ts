const LONGEST_VALUE = 1_000;

/** Field to where its value stands in the answer, e.g. `{"employees": "company.metrics.employees"}`. */
export type AnswerMapping = Readonly<Record<string, string>>;

export type Answer =
  | { readonly kind: 'values'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly message: string; readonly retry: boolean };

/** What an HTTP answer says. 404 and 204 say that nothing is known, which is an answer too. */
export function readAnswer(status: number, body: string, mapping: AnswerMapping): Answer {
  if (status === 404 || status === 204) return { kind: 'values', values: {} };
  if (status < 200 || status > 299) {
    const retry = status === 408 || status === 429 || status >= 500;
    return { kind: 'failed', retry, message: `The service answered ${status}.` };
  }
  const parsed = parseJson(body);
  if (parsed === undefined)
    return { kind: 'failed', retry: false, message: 'The service answered what is not JSON.' };
  return { kind: 'values', values: pick(parsed, mapping) };
}

function pick(answer: unknown, mapping: AnswerMapping): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, path] of Object.entries(mapping)) {
    const value = at(answer, path.split('.'));
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const text = String(value).replaceAll('\0', '').trim().slice(0, LONGEST_VALUE);
    if (text !== '') found[field] = text;
  }
  return found;
}

function at(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return at((value as Record<string, unknown>)[name], rest);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
