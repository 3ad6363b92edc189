import type { FieldError } from '../../platform/api/index.js';
import type { MappingEntry, ObjectDescription, RemoteField } from '../../systems/index.js';
import { kindOf, type RecordFieldKind } from './record.js';
import type { Value } from './transform.js';

const optOut = /^(HasOptedOut|DoNot|donot)/;
const HASH_LENGTH = 64;

/**
 * What the live organisation says against a mapping: fields that it does not have or that may not be written,
 * values of the wrong type, too long or missing in a picklist, required fields that get no value. An opt-out that
 * would silently be dropped is named as such.
 */
export function mappingFaults(
  mapping: readonly MappingEntry[],
  description: ObjectDescription,
): FieldError[] {
  const written = new Set(mapping.map(({ to }) => to));
  const missing = [...description.fields.values()]
    .filter(({ requiredOnCreate, name }) => requiredOnCreate && !written.has(name))
    .map(({ name }) => ({
      path: 'mapping',
      message: `has nothing for ${name}, which a new record must have. Map a field or a constant to it.`,
    }));
  return [
    ...mapping.flatMap((entry, index) =>
      faultsOf(entry, description.fields.get(entry.to), `mapping[${index}]`),
    ),
    ...missing,
  ];
}

function faultsOf(entry: MappingEntry, field: RemoteField | undefined, path: string): FieldError[] {
  if (!field) return [{ path: `${path}.to`, message: invisible(entry.to) }];
  if (!field.createable && !field.updateable)
    return [{ path: `${path}.to`, message: `${entry.to} cannot be written by the connected user` }];
  const type = typeFault(entry, field);
  return [
    ...(type ? [{ path: `${path}.to`, message: type }] : []),
    ...givenValues(entry, path).flatMap(([value, at]) => valueFaults(value, field, at)),
    ...lengthFaults(entry, field, path),
  ];
}

function invisible(name: string): string {
  const grant = 'Create it there, or let the connected user see it (field-level security)';
  return optOut.test(name)
    ? `${name} is an opt-out that the connected user cannot see, so it would be lost. ${grant}.`
    : `${name} is not a field that the connected user can see. ${grant}, or take it out of the mapping.`;
}

/** What each type of field over there takes from a record; others take any text. */
const takes: Partial<Readonly<Record<RemoteField['type'], readonly RecordFieldKind[]>>> = {
  boolean: ['boolean'],
  date: ['datetime'],
  datetime: ['datetime'],
  number: ['found'],
  reference: ['reference'],
};

function typeFault({ from, transform = {} }: MappingEntry, { name, type }: RemoteField): string | null {
  const { steps = [], template, concat } = transform;
  if (steps.some((step) => typeof step !== 'string')) return null;
  const accepted = takes[type];
  const made = template !== undefined || concat !== undefined || steps.includes('sha256');
  const kind = made ? 'text' : kindOf(from);
  if (!accepted || accepted.includes(kind)) return null;
  return `${name} is a ${type}, and ${from} is ${article[kind]}. Map another field, or turn the value into one by a lookup table.`;
}

const article: Readonly<Record<RecordFieldKind, string>> = {
  text: 'a text',
  found: 'a text',
  boolean: 'true or false',
  datetime: 'a time',
  reference: 'the id of a record over there',
};

/** Values that the mapping itself holds, and where. */
function givenValues({ transform = {} }: MappingEntry, path: string): [Value, string][] {
  const { constant, steps = [] } = transform;
  const given: [Value, string][] = constant === undefined ? [] : [[constant, `${path}.transform.constant`]];
  for (const [index, step] of steps.entries()) {
    if (typeof step === 'string') continue;
    const at = `${path}.transform.steps[${index}].lookup`;
    const { table, otherwise } = step.lookup;
    for (const [key, value] of Object.entries(table)) given.push([value, `${at}.table.${key}`]);
    if (otherwise !== undefined) given.push([otherwise, `${at}.otherwise`]);
  }
  return given;
}

function valueFaults(value: Value, field: RemoteField, path: string): FieldError[] {
  const { name, type, allowedValues, maxLength } = field;
  const fault = (message: string): FieldError[] => [{ path, message }];
  if (type === 'boolean' && typeof value !== 'boolean') return fault(`${name} takes true or false only`);
  if (type === 'number' && typeof value !== 'number') return fault(`${name} takes numbers only`);
  if (allowedValues && !allowedValues.includes(String(value))) {
    const some = allowedValues.slice(0, 20).join(', ');
    return fault(
      `${name} is a picklist without “${value}”. It has ${some}${allowedValues.length > 20 ? ', …' : ''}.`,
    );
  }
  if (typeof value === 'string' && maxLength !== null && value.length > maxLength)
    return fault(`has ${value.length} characters; ${name} takes ${maxLength}`);
  return [];
}

function lengthFaults(
  { transform }: MappingEntry,
  { name, maxLength }: RemoteField,
  path: string,
): FieldError[] {
  if (!transform?.steps?.includes('sha256') || maxLength === null || maxLength >= HASH_LENGTH) return [];
  return [
    {
      path: `${path}.transform.steps`,
      message: `make a hash of ${HASH_LENGTH} characters; ${name} takes ${maxLength}`,
    },
  ];
}
