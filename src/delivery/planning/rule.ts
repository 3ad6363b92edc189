import type { FieldError } from '../../platform/api/index.js';

/** A rule over a record's own fields, as a tree. */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  | { readonly field: string; readonly operator: Operator; readonly value?: unknown };

type Value = string | number | boolean | null | undefined;
type Test = (value: Value, wanted: unknown, now: Date) => boolean;

const DAY_MS = 86_400_000;
const text = (value: unknown): string =>
  (typeof value === 'string' ? value : String(value ?? '')).toLowerCase();
const time = (value: unknown): number => new Date(String(value)).getTime();
const given = (value: Value): boolean => value !== null && value !== undefined && value !== '';

/** Comparison of texts takes no notice of case. A field without value only satisfies `notEquals` and `exists: false`. */
const tests = {
  equals: (value, wanted) => given(value) && text(value) === text(wanted),
  notEquals: (value, wanted) => text(value) !== text(wanted),
  in: (value, wanted) =>
    given(value) && Array.isArray(wanted) && wanted.some((one) => text(one) === text(value)),
  contains: (value, wanted) => given(value) && text(value).includes(text(wanted)),
  startsWith: (value, wanted) => given(value) && text(value).startsWith(text(wanted)),
  greaterThan: (value, wanted) => given(value) && Number(value) > Number(wanted),
  lessThan: (value, wanted) => given(value) && Number(value) < Number(wanted),
  before: (value, wanted) => given(value) && time(value) < time(wanted),
  after: (value, wanted) => given(value) && time(value) > time(wanted),
  withinDays: (value, wanted, now) => given(value) && time(value) >= now.getTime() - Number(wanted) * DAY_MS,
  exists: (value, wanted) => given(value) === (wanted !== false),
} as const satisfies Readonly<Record<string, Test>>;

export type Operator = keyof typeof tests;

export function satisfies(rule: Rule, fields: Readonly<Record<string, Value>>, now: Date): boolean {
  if ('all' in rule) return rule.all.every((part) => satisfies(part, fields, now));
  if ('any' in rule) return rule.any.some((part) => satisfies(part, fields, now));
  if ('not' in rule) return !satisfies(rule.not, fields, now);
  return tests[rule.operator](fields[rule.field], rule.value, now);
}

const DEEPEST = 10;

/** What keeps a value from being a rule over these fields, with the place of each fault; empty when nothing. */
export function ruleProblems(
  rule: unknown,
  fields: readonly string[],
  path = 'filter',
  depth = 0,
): FieldError[] {
  const fault = (message: string, at = path): FieldError[] => [{ path: at, message }];
  if (depth > DEEPEST) return fault(`is nested more than ${DEEPEST} levels deep`);
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return fault('must be a rule');
  const { all, any, not, field, operator, value } = rule as Record<string, unknown>;
  const parts = all ?? any;
  if (parts !== undefined) {
    if (!Array.isArray(parts) || parts.length > 100) return fault('must hold a list of up to 100 rules');
    return parts.flatMap((part, i) =>
      ruleProblems(part, fields, `${path}.${all ? 'all' : 'any'}[${i}]`, depth + 1),
    );
  }
  if (not !== undefined) return ruleProblems(not, fields, `${path}.not`, depth + 1);
  if ('has' in rule)
    return fault('rules over related records need an audience; use fields of the record here');
  if (typeof field !== 'string' || !fields.includes(field)) {
    return fault(`must be one of ${fields.join(', ')}`, `${path}.field`);
  }
  if (typeof operator !== 'string' || !Object.hasOwn(tests, operator)) {
    return fault(`must be one of ${Object.keys(tests).join(', ')}`, `${path}.operator`);
  }
  if (operator === 'in' && !Array.isArray(value)) return fault('must be a list', `${path}.value`);
  return [];
}
