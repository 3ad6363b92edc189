import { randomUUID } from 'node:crypto';
import {
  Counters,
  Faults,
  isObject,
  RecordTable,
  Sessions,
  type FieldValues,
  type RecordWrite,
  type StoredRecord,
} from '../../frame/index.js';
import type { Endpoint, RowFault } from '../api/endpoints.js';
import { TABLES, type TableSchema } from './catalogue.js';
import { text, type Column } from './column.js';
import { Protection } from './protection.js';
import { withSettings, type EnvironmentSettings } from './settings.js';

/** The column that holds the keys of whoever brings records; it is on every table. */
export const KEY_COLUMN: Column = text('tributary_id', 100, { label: 'Tributary Id' });

/** The state of one environment, all in memory. */
export class Environment {
  readonly id: string;
  readonly userId = '5f0a0000-0000-4000-8000-000000000001';
  readonly counters = new Counters<Endpoint>();
  readonly faults = new Faults<Endpoint, RowFault>();
  readonly sessions = new Sessions('eyJ0.');
  readonly protection = new Protection();
  readonly tables: readonly TableSchema[] = TABLES.map((table) => ({
    ...table,
    columns: [...table.columns, KEY_COLUMN],
  }));
  #records = this.#emptyTables();
  #settings: EnvironmentSettings;
  #lastVersion = 1_000_000;

  /** Environments of different numbers are different organisations. */
  constructor(
    private readonly startSettings: EnvironmentSettings,
    number: number,
  ) {
    this.#settings = startSettings;
    this.id = `0e9a0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  }

  get settings(): Readonly<EnvironmentSettings> {
    return this.#settings;
  }

  /** Throws `ControlRefused`, changing nothing. */
  changeSettings(change: Readonly<Record<string, unknown>>): void {
    this.#settings = withSettings(this.#settings, change);
  }

  /** An empty environment with the settings of its start; tokens stay good. */
  reset(): void {
    this.#records = this.#emptyTables();
    this.#settings = this.startSettings;
    this.counters.reset();
    this.faults.clear();
    this.protection.reset();
  }

  tableOfSet(entitySet: string): TableSchema | undefined {
    return this.tables.find((table) => table.entitySet === entitySet);
  }

  tableNamed(logicalName: string): TableSchema | undefined {
    return this.tables.find((table) => table.logicalName === logicalName);
  }

  records({ logicalName }: TableSchema): RecordTable {
    const records = this.#records.get(logicalName);
    if (!records) throw new Error(`There is no table ${logicalName}.`);
    return records;
  }

  isKeyActive(): boolean {
    return this.#settings.keyStatus === 'Active';
  }

  /** Puts in a new record and answers how to undo that. */
  insert(table: TableSchema, id: string, by: RecordWrite['by'], given: FieldValues): () => void {
    const at = new Date().toISOString();
    const fields: FieldValues = {
      ...freshValues(table),
      createdon: at,
      modifiedon: at,
      ...given,
      [table.idColumn]: id,
      versionnumber: ++this.#lastVersion,
    };
    return this.records(table).put(id, {
      fields,
      deleted: false,
      history: this.#history([], { at, operation: 'create', by, fields: given }),
    });
  }

  /** Changes or deletes a record and answers how to undo that. */
  modify(table: TableSchema, id: string, write: Omit<RecordWrite, 'at'>): () => void {
    const record = this.records(table).get(id);
    if (!record) throw new Error(`There is no ${table.logicalName} ${id}.`);
    const at = new Date().toISOString();
    const changed = { ...record.fields, modifiedon: at, ...write.fields, versionnumber: ++this.#lastVersion };
    return this.records(table).put(id, {
      fields: changed,
      deleted: write.operation === 'delete',
      history: this.#history(record.history, { ...write, at }),
    });
  }

  mintId(): string {
    return randomUUID();
  }

  #history(before: StoredRecord['history'], write: RecordWrite): StoredRecord['history'] {
    return this.#settings.keepHistory ? [...before, write] : before;
  }

  #emptyTables(): Map<string, RecordTable> {
    return new Map(
      TABLES.map(({ logicalName }) => [logicalName, new RecordTable([KEY_COLUMN.name, 'emailaddress1'])]),
    );
  }
}

/** What a new record holds where nothing was said. */
function freshValues({ columns }: TableSchema): FieldValues {
  const booleans = columns.flatMap(({ name, type }) => (type === 'Boolean' ? [[name, false] as const] : []));
  return { ...Object.fromEntries(booleans), statecode: 0, statuscode: 1 };
}

/** The body of a request. Undefined where it is no JSON object. */
export function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
