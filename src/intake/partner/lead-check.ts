import { problem, type FieldError, type Problem } from '../../platform/api/index.js';
import { isRecord } from '../reading/json.js';

export const textFields = [
  'externalId',
  'firstName',
  'lastName',
  'email',
  'phone',
  'country',
  'company',
  'website',
  'title',
  'description',
  'occurredAt',
] as const;
export type TextField = (typeof textFields)[number];

/** A lead that was checked: null stands for nothing said. */
export type PartnerLead = Readonly<Partial<Record<TextField, string | null>>> & {
  readonly campaign?: string | Values | null;
  readonly attributes?: Values | null;
};
export type Values = Readonly<Record<string, string | number | boolean | null>>;

/** Leads are looked up by it. */
export const LONGEST_EXTERNAL_ID = 200;
export const VALUES_AT_MOST = 100;
export const LONGEST_NAME = 100;
export const LONGEST_VALUE = 4_000;

const ERRORS_SHOWN = 20;

type Check = (value: unknown, path: string) => FieldError[];

const checks = new Map<string, Check>([
  ...textFields.map((name) => [name, text] as const),
  ['externalId', externalId],
  ['campaign', campaign],
  ['attributes', values],
]);

const namesByLetters = new Map([...checks.keys()].map((name) => [lettersOf(name), name]));

/** Why a lead is refused, or null for one that is kept. No field is mandatory, and odd values are kept. */
export function leadProblem(lead: unknown): Problem | null {
  if (!isRecord(lead)) return problem(400, 'A lead is a JSON object.', [at('', 'is no object')]);
  const errors = Object.entries(lead).flatMap(([name, value]) => {
    const check = checks.get(name) ?? unknownField;
    return value === null && check !== unknownField ? [] : check(value, name);
  });
  if (errors.length === 0) return null;
  const more = errors.length > ERRORS_SHOWN ? ` The first ${ERRORS_SHOWN} are listed.` : '';
  return problem(
    400,
    `${errors.length} thing(s) in this lead are not usable.${more}`,
    errors.slice(0, ERRORS_SHOWN),
  );
}

function text(value: unknown, path: string): FieldError[] {
  return typeof value === 'string' ? [] : [at(path, 'must be a text')];
}

function externalId(value: unknown, path: string): FieldError[] {
  return typeof value === 'string' && value.length > LONGEST_EXTERNAL_ID
    ? [at(path, `may have up to ${LONGEST_EXTERNAL_ID} characters`)]
    : text(value, path);
}

function campaign(value: unknown, path: string): FieldError[] {
  if (typeof value === 'string') return [];
  return isRecord(value) ? values(value, path) : [at(path, 'must be a text or an object of texts')];
}

function values(value: unknown, path: string): FieldError[] {
  if (!isRecord(value)) return [at(path, 'must be an object')];
  const entries = Object.entries(value);
  if (entries.length > VALUES_AT_MOST) return [at(path, `may have up to ${VALUES_AT_MOST} names`)];
  return entries.flatMap(([name, one]) => {
    const place = `${path}.${shortened(name)}`;
    if (name.length > LONGEST_NAME) return [at(place, `has a name of more than ${LONGEST_NAME} characters`)];
    if (typeof one === 'string' && one.length > LONGEST_VALUE)
      return [at(place, `may have up to ${LONGEST_VALUE} characters`)];
    return isValue(one) ? [] : [at(place, 'must be a text, a number, true or false')];
  });
}

function isValue(value: unknown): boolean {
  return value === null || Number.isFinite(value) || typeof value === 'string' || typeof value === 'boolean';
}

function unknownField(_value: unknown, name: string): FieldError[] {
  const meant = namesByLetters.get(lettersOf(name));
  const advice = meant === undefined ? 'what else you know goes into attributes' : `did you mean ${meant}?`;
  return [at(shortened(name), `is no field of a lead; ${advice}`)];
}

function at(path: string, message: string): FieldError {
  return { path, message };
}

function shortened(name: string): string {
  return name.slice(0, LONGEST_NAME);
}

/** `first_name` and `FIRSTNAME` are meant for `firstName`. */
function lettersOf(name: string): string {
  return name.replaceAll(/[\s_-]/g, '').toLowerCase();
}
