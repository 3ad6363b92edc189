import { Counters, Faults, RecordTable, type FieldValues, type RecordWrite } from '../../frame/index.js';
import type { RowFault } from '../rest/row-faults.js';
import type { Endpoint } from '../rest/endpoints.js';
import { Imports } from '../bulk/imports.js';
import { Clock, timestamp } from './clock.js';
import { Quota } from './quota.js';
import { companyFields, EXTERNAL_COMPANY_ID, KEY_FIELD, leadFields, type Field } from './schema.js';
import { withSettings, type InstanceSettings } from './settings.js';
import { StaticLists } from './static-lists.js';
import { Tokens } from './tokens.js';

export type ObjectName = 'lead' | 'company';

const FIRST_ID = 1_000;

/** The instance that the sandbox plays: its settings, records, lists, imports and limits. All in memory. */
export class MarketoInstance {
  readonly clock = new Clock();
  readonly tokens = new Tokens(this.clock);
  readonly quota = new Quota(this.clock, () => this.settings);
  readonly faults = new Faults<Endpoint, RowFault>();
  readonly counters = new Counters<Endpoint>();
  readonly imports = new Imports(this);
  readonly lists = new StaticLists();
  /** Codes that were answered today, for the usage report. */
  readonly errorsToday = new Map<string, number>();
  #settings: Readonly<InstanceSettings>;
  #tables = emptyTables();
  #lastId = FIRST_ID;

  constructor(private readonly initialSettings: Readonly<InstanceSettings>) {
    this.#settings = initialSettings;
  }

  get settings(): Readonly<InstanceSettings> {
    return this.#settings;
  }

  /** Ids above this belong to records that were made later than now. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Throws {@link ControlRefused}, changing nothing, where a setting or its value is unknown. */
  changeSettings(change: Readonly<Record<string, unknown>>): void {
    this.#settings = withSettings(this.#settings, change);
  }

  /** Back to an empty instance with the settings it was started with; the token stays good, ids are not used again. */
  reset(): void {
    this.#settings = this.initialSettings;
    this.#tables = emptyTables();
    this.lists.clear();
    this.imports.clear();
    this.faults.clear();
    this.counters.reset();
    this.errorsToday.clear();
    this.quota.reset();
    this.clock.reset();
  }

  table(object: ObjectName): RecordTable {
    return this.#tables[object];
  }

  fieldsOf(object: ObjectName): readonly Field[] {
    return object === 'lead' ? leadFields(this.settings.keyField) : companyFields;
  }

  insert(object: ObjectName, by: RecordWrite['by'], values: Readonly<FieldValues>): string {
    const id = ++this.#lastId;
    const now = timestamp(this.clock.now());
    const fields = { createdAt: now, updatedAt: now, ...values, id };
    const write = { at: now, operation: 'create', by, fields: values } as const;
    this.table(object).put(String(id), { fields, deleted: false, history: this.#extended([], write) });
    return String(id);
  }

  modify(object: ObjectName, id: string, by: RecordWrite['by'], values: Readonly<FieldValues>): void {
    const table = this.table(object);
    const record = table.get(id);
    if (!record) throw new Error(`The sandbox has no ${object} ${id} to change.`);
    const now = timestamp(this.clock.now());
    const write = { at: now, operation: 'update', by, fields: values } as const;
    table.put(id, {
      fields: { ...record.fields, updatedAt: now, ...values },
      deleted: false,
      history: this.#extended(record.history, write),
    });
  }

  /** False where there is none. A lead that is deleted is on no list any more. */
  remove(object: ObjectName, id: string, by: RecordWrite['by']): boolean {
    const table = this.table(object);
    const record = table.get(id);
    if (!record || record.deleted) return false;
    const write = { at: timestamp(this.clock.now()), operation: 'delete', by, fields: {} } as const;
    table.put(id, { ...record, deleted: true, history: this.#extended(record.history, write) });
    if (object === 'lead') this.lists.dropLead(id);
    return true;
  }

  #extended(history: readonly RecordWrite[], write: RecordWrite): readonly RecordWrite[] {
    return this.settings.keepHistory ? [...history, write] : [];
  }
}

function emptyTables(): Readonly<Record<ObjectName, RecordTable>> {
  return {
    lead: new RecordTable(['email', KEY_FIELD]),
    company: new RecordTable([EXTERNAL_COMPANY_ID]),
  };
}
