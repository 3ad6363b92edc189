export type ColumnType =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'Money'
  | 'Boolean'
  | 'Picklist'
  | 'State'
  | 'Status'
  | 'Lookup'
  | 'Customer'
  | 'Owner'
  | 'DateTime'
  | 'Uniqueidentifier'
  | 'Virtual';

export interface ChoiceOption {
  readonly value: number;
  readonly label: string;
  /** Of a status reason: the status that it belongs to. */
  readonly state?: number;
}

/** A table that a lookup may lead to, and the navigation property by which it is set. */
export interface LookupTarget {
  readonly table: string;
  readonly property: string;
}

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly required: 'None' | 'Recommended' | 'ApplicationRequired' | 'SystemRequired';
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly maxLength?: number;
  readonly format?: 'Text' | 'Email' | 'Phone' | 'Url';
  /** Of a DateTime: a day and no time. */
  readonly isDay?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly options?: readonly ChoiceOption[];
  readonly targets?: readonly LookupTarget[];
  /** The column of which this is the name or label, as metadata lists them besides. */
  readonly attributeOf?: string;
}

type More = Partial<Omit<Column, 'name' | 'type'>>;

export function column(name: string, type: ColumnType, more: More = {}): Column {
  return { name, label: name, type, required: 'None', createable: true, updateable: true, ...more };
}

export function text(name: string, maxLength: number, more: More = {}): Column {
  return column(name, 'String', { maxLength, format: 'Text', ...more });
}

export function choice(name: string, labels: readonly string[], more: More = {}): Column {
  const options = labels.map((label, index) => ({ value: index + 1, label }));
  return column(name, 'Picklist', { options, ...more });
}

/** Set by Dataverse and by nobody else. */
export function readOnly(name: string, type: ColumnType, more: More = {}): Column {
  return column(name, type, { createable: false, updateable: false, ...more });
}

/** Where lookups stand in rows and queries. */
export function storedName({ name, type }: Pick<Column, 'name' | 'type'>): string {
  return type === 'Lookup' || type === 'Customer' || type === 'Owner' ? `_${name}_value` : name;
}
