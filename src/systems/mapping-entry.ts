/** How a field of ours becomes a field of theirs. */
export interface MappingEntry {
  readonly from: string;
  readonly to: string;
  readonly transform?: MappingTransform;
  readonly write?: WritePolicy;
}

/**
 * `fallback`: the first of these record fields that has a value, when `from` has none. `template`: text with
 * `{field}` places; a line all of whose places are empty is left out. `concat`: the values of these record fields
 * that are not empty, in one. `steps` are done to what came of that, in their order; a value that a step cannot
 * read is not written at all. `constant`: the value when there is none. `truncate`: cut to the remote field's
 * length instead of being rejected.
 */
export interface MappingTransform {
  readonly fallback?: readonly string[];
  readonly template?: string;
  readonly concat?: { readonly fields: readonly string[]; readonly separator: string };
  readonly steps?: readonly TransformStep[];
  readonly constant?: string | number | boolean;
  readonly truncate?: boolean;
}

/**
 * `country-code`: ISO 3166-1 alpha-2 of a country given by code or name. `phone-e164`: with the record's country
 * where the number has no code. `date`: the day (UTC) of a time, as `YYYY-MM-DD`. `sha256`: of the UTF-8 text, in
 * hexadecimal. `lookup`: the table's value for this one, whatever its case; `otherwise` for one that is not in it.
 */
export type TransformStep =
  'lower' | 'trim' | 'country-code' | 'phone-e164' | 'date' | 'sha256' | { readonly lookup: LookupTable };

export interface LookupTable {
  readonly table: Readonly<Record<string, string | number | boolean>>;
  readonly otherwise?: string | number | boolean;
}

/**
 * When a value may be written to a record that exists over there. `fill-blank` (the default) also keeps
 * current what Tributary itself wrote and nobody changed since. `always` overwrites and clears,
 * `never-null` overwrites and never clears, `create-only` leaves existing records alone.
 */
export type WritePolicy = 'always' | 'fill-blank' | 'create-only' | 'never-null';
