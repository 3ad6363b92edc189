import { unknownField } from '../rules/validation.js';
import type { FieldValues } from '../../frame/index.js';
import type { ObjectSchema } from '../org/schema.js';

/** A record as Salesforce returns it: its type and address, then the fields asked for, null where empty. */
export function representation(
  schema: ObjectSchema,
  fields: readonly string[],
  row: Readonly<FieldValues>,
  basePath: string,
): Record<string, unknown> {
  const url = `${basePath}/sobjects/${schema.name}/${row['Id']}`;
  const record: Record<string, unknown> = { attributes: { type: schema.name, url } };
  for (const field of fields) record[field] = row[field] ?? null;
  return record;
}

/** The real names of the fields asked for, or of all visible ones. Throws `INVALID_FIELD`. */
export function fieldNames(schema: ObjectSchema, asked: readonly string[] | null): readonly string[] {
  if (asked === null) return schema.fields.map((field) => field.name);
  return asked.map((name) => {
    const field = schema.field(name.trim());
    if (!field) throw unknownField(schema, name);
    return field.name;
  });
}
