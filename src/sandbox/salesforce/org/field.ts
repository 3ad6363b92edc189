import type { FieldValue } from '../../frame/index.js';

export type FieldType =
  | 'id'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'textarea'
  | 'picklist'
  | 'boolean'
  | 'int'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'reference';

export interface FieldSchema {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters for text, digits for numbers, 0 where it has no meaning. */
  readonly length: number;
  /** May not be empty. */
  readonly required: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** What a new record has when nothing is given; undefined where the field starts empty. */
  readonly defaultValue?: FieldValue;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly idLookup: boolean;
  /** Values of a picklist. */
  readonly values: readonly string[];
  readonly restricted: boolean;
  /** Objects a reference may point to. */
  readonly referenceTo: readonly string[];
  /** Whether the field may stand in a WHERE clause; long text may not. */
  readonly filterable: boolean;
}

export interface ObjectDeclaration {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly writable: boolean;
  readonly fields: readonly FieldSchema[];
}
