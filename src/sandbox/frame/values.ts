/** What a field of a record holds over there. */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;
