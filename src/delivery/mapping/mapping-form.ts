import type { FieldError } from '../../platform/api/index.js';
import { allRecordFieldNames, isRecordField, recordFieldNames, type RecordKind } from './record.js';
import { transformProblems, transformSchema } from './transform-form.js';

const policies = ['always', 'fill-blank', 'create-only', 'never-null'] as const;
const MOST_ENTRIES = 500;

/** The JSON schema of a mapping, for forms and for programs that make one. */
export const mappingSchema = {
  type: 'array',
  maxItems: MOST_ENTRIES,
  items: {
    type: 'object',
    properties: {
      from: { type: 'string', anyOf: [{ enum: allRecordFieldNames }, { pattern: '^externalId\\.' }] },
      to: { type: 'string', description: 'A field of the object over there.' },
      transform: transformSchema,
      write: { type: 'string', enum: policies, default: 'fill-blank' },
    },
    required: ['from', 'to'],
    additionalProperties: false,
  },
} as const;

/** What is wrong with the form of a mapping, before anything is known of the other system. */
export function mappingProblems(mapping: unknown, kind: RecordKind): FieldError[] {
  if (!Array.isArray(mapping) || mapping.length > MOST_ENTRIES) {
    return [{ path: 'mapping', message: `must be a list of up to ${MOST_ENTRIES} entries` }];
  }
  return [
    ...mapping.flatMap((entry: unknown, index) => entryProblems(entry, `mapping[${index}]`, kind)),
    ...mappedTwice(mapping),
  ];
}

function entryProblems(entry: unknown, path: string, kind: RecordKind): FieldError[] {
  if (typeof entry !== 'object' || entry === null) return [{ path, message: 'must be an object' }];
  const { from, to, transform, write, ...unknown } = entry as Record<string, unknown>;
  const problems = Object.keys(unknown).map((name) => ({
    path: `${path}.${name}`,
    message: 'is not a field of a mapping',
  }));
  if (!isRecordField(kind, from))
    problems.push({ path: `${path}.from`, message: `must be one of ${recordFieldNames[kind].join(', ')}` });
  if (typeof to !== 'string' || to === '')
    problems.push({ path: `${path}.to`, message: 'must name a field over there' });
  if (write !== undefined && !(policies as readonly unknown[]).includes(write)) {
    problems.push({ path: `${path}.write`, message: `must be one of ${policies.join(', ')}` });
  }
  return [...problems, ...transformProblems(transform, `${path}.transform`, kind)];
}

/** Of two entries for one field the first would silently be lost. */
function mappedTwice(mapping: readonly unknown[]): FieldError[] {
  const fields = mapping.map((entry) => Object(entry).to as unknown);
  return fields.flatMap((to, index) =>
    typeof to === 'string' && fields.indexOf(to) < index
      ? [
          {
            path: `mapping[${index}].to`,
            message: `maps ${to} a second time; mapping[${fields.indexOf(to)}] does already`,
          },
        ]
      : [],
  );
}
