import type { ObjectDescription, RemoteField } from '../system.js';
import { SystemError } from '../system.js';

/** What an object is to the Import and the Export API. */
export interface ListKind {
  readonly object: string;
  readonly title: string;
  /** `entityType` of the Import API. */
  readonly entity: 'Account' | 'Person';
  /** `entityType` of the Export API, and the place of its lists there; both are case-sensitive. */
  readonly exported: 'account' | 'person';
  readonly listPath: 'accountList' | 'personList';
  readonly listIds: 'accountListIds' | 'personListIds';
  /** The column that says who it is, before all others. */
  readonly idColumn: string;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly type: RemoteField['type'];
  /** A file without it is refused, or its rows are not matched. */
  readonly required?: true;
  /** It stands in every file, filled or not. */
  readonly always?: true;
}

/** Field lengths are not documented; longer ones than this have no sense in any of the columns. */
const maxLength = 1_000;

/** Source: Demandbase developer documentation, "CSV record matching and data mapping". */
export const accountList: ListKind = {
  object: 'account-list',
  title: 'Account list',
  entity: 'Account',
  exported: 'account',
  listPath: 'accountList',
  listIds: 'accountListIds',
  idColumn: 'External Account ID',
  columns: [
    { name: 'Account Name', type: 'text', required: true, always: true },
    { name: 'Account Domain', type: 'url', required: true, always: true },
    { name: 'External Account ID', type: 'text', required: true, always: true },
    { name: 'Owner', type: 'text' },
    { name: 'Phone Number', type: 'phone' },
    { name: 'Employees', type: 'number' },
    { name: 'Annual Revenue', type: 'number' },
    { name: 'Industry', type: 'text' },
  ],
};

/** Names are sent where they are known: the documents want them, while Adobe's destination gets by on the address. */
export const personList: ListKind = {
  object: 'person-list',
  title: 'Person list',
  entity: 'Person',
  exported: 'person',
  listPath: 'personList',
  listIds: 'personListIds',
  idColumn: 'External Person Id',
  columns: [
    { name: 'First Name', type: 'text', always: true },
    { name: 'Last Name', type: 'text', always: true },
    { name: 'Email', type: 'email', required: true, always: true },
    { name: 'External Person Id', type: 'text', always: true },
    { name: 'Account Name', type: 'text' },
    { name: 'Account Domain', type: 'url' },
    { name: 'External Account Id', type: 'text' },
    { name: 'Person Type', type: 'text' },
    { name: 'Postal Code', type: 'text' },
    { name: 'Role', type: 'text' },
    { name: 'Title', type: 'text' },
    { name: 'State', type: 'text' },
  ],
};

const kinds: ReadonlyMap<string, ListKind> = new Map(
  [accountList, personList].map((kind) => [kind.object, kind]),
);

/** Throws {@link SystemError} of kind `misconfigured` for an object that Demandbase does not have. */
export function kindOf(object: string): ListKind {
  const kind = kinds.get(object);
  if (kind) return kind;
  throw new SystemError('misconfigured', {
    code: 'unknown-object',
    message: `Object "${object}" is not known to the Demandbase connector.`,
    field: null,
    advice: 'Choose one of the objects the destination type lists.',
    whoActs: 'admin',
  });
}

/**
 * The columns that Demandbase knows, and no others: there is no call that lists them, and a column that it does not
 * know becomes a new field over there without a word.
 */
export function describeColumns({ object, columns, idColumn }: ListKind): ObjectDescription {
  const fields = columns.map(({ name, type, required = false }): RemoteField => {
    return {
      name,
      label: name,
      type,
      maxLength,
      requiredOnCreate: required,
      createable: true,
      updateable: true,
      externalId: name === idColumn,
      unique: name === idColumn,
      allowedValues: null,
    };
  });
  return { object, fields: new Map(fields.map((field) => [field.name, field])) };
}
