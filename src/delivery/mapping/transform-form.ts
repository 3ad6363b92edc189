import type { FieldError } from '../../platform/api/index.js';
import { isRecordField, type RecordKind } from './record.js';
import { namedSteps } from './transform.js';

const MOST_STEPS = 20;
const LARGEST_TABLE = 1_000;
const plain = { type: ['string', 'number', 'boolean'] } as const;
const fieldList = {
  type: 'array',
  items: { type: 'string', description: 'A field of the record.' },
} as const;

/** The JSON schema of what a mapping does to a value. */
export const transformSchema = {
  type: 'object',
  properties: {
    fallback: fieldList,
    template: { type: 'string', description: 'Text with {field} places.' },
    concat: {
      type: 'object',
      properties: { fields: fieldList, separator: { type: 'string', maxLength: 20 } },
      required: ['fields', 'separator'],
      additionalProperties: false,
    },
    steps: {
      type: 'array',
      maxItems: MOST_STEPS,
      items: {
        anyOf: [
          { type: 'string', enum: namedSteps },
          {
            type: 'object',
            properties: {
              lookup: {
                type: 'object',
                properties: {
                  table: { type: 'object', additionalProperties: plain, maxProperties: LARGEST_TABLE },
                  otherwise: plain,
                },
                required: ['table'],
                additionalProperties: false,
              },
            },
            required: ['lookup'],
            additionalProperties: false,
          },
        ],
      },
    },
    constant: plain,
    truncate: { type: 'boolean' },
  },
  additionalProperties: false,
} as const;

const checks: Readonly<
  Record<string, readonly [isSound: (given: unknown, kind: RecordKind) => boolean, wanted: string]>
> = {
  fallback: [areRecordFields, 'must list record fields'],
  template: [isTemplate, 'must be a text whose {places} are record fields'],
  concat: [isConcat, 'must be {"fields": […record fields], "separator": "…up to 20 characters"}'],
  constant: [isPlain, 'must be a text, a number, true or false'],
  truncate: [(given) => typeof given === 'boolean', 'must be true or false'],
};

/** What is wrong with the form of a transformation. */
export function transformProblems(transform: unknown, path: string, kind: RecordKind): FieldError[] {
  if (transform === undefined) return [];
  if (!isObject(transform)) return [{ path, message: 'must be an object' }];
  const { steps, ...others } = transform;
  const names = [...Object.keys(checks), 'steps'].join(', ');
  const problems = Object.entries(others).flatMap(([name, given]): FieldError[] => {
    const check = checks[name];
    if (!check) return [{ path: `${path}.${name}`, message: `is not known; there are ${names}` }];
    return check[0](given, kind) ? [] : [{ path: `${path}.${name}`, message: check[1] }];
  });
  if (others['template'] !== undefined && others['concat'] !== undefined)
    problems.push({ path: `${path}.concat`, message: 'cannot be given together with a template' });
  return [...problems, ...stepProblems(steps, `${path}.steps`)];
}

function stepProblems(steps: unknown, path: string): FieldError[] {
  if (steps === undefined) return [];
  if (!Array.isArray(steps) || steps.length > MOST_STEPS)
    return [{ path, message: `must be a list of up to ${MOST_STEPS} steps` }];
  return steps.flatMap((step: unknown, index) => stepFaults(step, `${path}[${index}]`));
}

function stepFaults(step: unknown, path: string): FieldError[] {
  if ((namedSteps as readonly unknown[]).includes(step)) return [];
  const names = namedSteps.join(', ');
  if (!isObject(step) || !isObject(step['lookup']) || Object.keys(step).length > 1)
    return [{ path, message: `must be one of ${names}, or {"lookup": {"table": {…}, "otherwise"?: …}}` }];
  const { table, otherwise, ...unknown } = step['lookup'];
  const problems: FieldError[] = Object.keys(unknown).map((name) => ({
    path: `${path}.lookup.${name}`,
    message: 'is not a field of a lookup',
  }));
  if (!isTable(table))
    problems.push({
      path: `${path}.lookup.table`,
      message: `must give a text, a number, true or false for each of 1 to ${LARGEST_TABLE} values`,
    });
  if (otherwise !== undefined && !isPlain(otherwise))
    problems.push({ path: `${path}.lookup.otherwise`, message: 'must be a text, a number, true or false' });
  return problems;
}

function isTable(table: unknown): boolean {
  if (!isObject(table)) return false;
  const values = Object.values(table);
  return values.length > 0 && values.length <= LARGEST_TABLE && values.every(isPlain);
}

function isConcat(given: unknown, kind: RecordKind): boolean {
  if (!isObject(given) || Object.keys(given).length !== 2) return false;
  const { fields, separator } = given;
  return areRecordFields(fields, kind) && typeof separator === 'string' && separator.length <= 20;
}

function isTemplate(template: unknown, kind: RecordKind): boolean {
  if (typeof template !== 'string') return false;
  return [...template.matchAll(/\{([\w.-]+)\}/g)].every(([, name]) => isRecordField(kind, name));
}

function areRecordFields(given: unknown, kind: RecordKind): boolean {
  return Array.isArray(given) && given.every((name) => isRecordField(kind, name));
}

function isPlain(given: unknown): boolean {
  return (
    typeof given === 'string' ||
    typeof given === 'boolean' ||
    (typeof given === 'number' && Number.isFinite(given))
  );
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
