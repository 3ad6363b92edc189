import {
  Counters,
  Faults,
  RecordTable,
  Sessions,
  type FieldValues,
  type RecordWrite,
} from '../../frame/index.js';
import type { IngestJob } from '../bulk/job.js';
import type { RowFault } from '../faults/row-faults.js';
import type { Endpoint } from '../rest/endpoints.js';
import { recordId } from './ids.js';
import { EXTERNAL_ID_FIELD, OrgSchema, type ObjectSchema } from './schema.js';
import { withSettings, type OrgSettings } from './settings.js';

const NO_HISTORY: readonly RecordWrite[] = [];
const INDEXED_FIELDS = ['Email', 'Name', EXTERNAL_ID_FIELD, 'CampaignId', 'LeadId', 'ContactId'];
/** The reference by which members of campaigns go with a record that is deleted. */
const GOES_WITH: Readonly<Record<string, string>> = {
  Campaign: 'CampaignId',
  Lead: 'LeadId',
  Contact: 'ContactId',
};

/** The organisation that the sandbox plays: its settings, its records and who is signed in. All in memory. */
export class SalesforceOrg {
  readonly id: string;
  readonly userId = recordId('005', 1);
  readonly assignmentQueueId = recordId('00G', 1);
  readonly sessions: Sessions;
  readonly faults = new Faults<Endpoint, RowFault>();
  readonly counters = new Counters<Endpoint>();
  /** Bulk jobs by their id. */
  readonly jobs = new Map<string, IngestJob>();
  /** API calls in the present 24 hours. */
  callsUsed = 0;
  #settings: Readonly<OrgSettings>;
  #schema: OrgSchema;
  #tables = new Map<string, RecordTable>();
  #lastNumber = 0;
  #changedAt = new Date();

  /** `number` tells organisations apart that stand side by side. */
  constructor(
    private readonly initialSettings: Readonly<OrgSettings>,
    number = 1,
  ) {
    this.id = recordId('00D', number);
    this.sessions = new Sessions(`${this.id.slice(0, 15)}!`);
    this.#settings = initialSettings;
    this.#schema = new OrgSchema(initialSettings);
    this.reset();
  }

  get settings(): Readonly<OrgSettings> {
    return this.#settings;
  }

  get schema(): OrgSchema {
    return this.#schema;
  }

  /** When the shape of the objects last changed. */
  get schemaChangedAt(): Date {
    return this.#changedAt;
  }

  /** Throws {@link ControlRefused}, changing nothing, where a setting or its value is unknown. */
  changeSettings(change: Readonly<Record<string, unknown>>): void {
    this.#useSettings(withSettings(this.#settings, change));
  }

  /** Back to an empty org with the settings it was started with; live tokens stay good, ids are not used again. */
  reset(): void {
    this.#useSettings(this.initialSettings);
    this.#tables = new Map(
      this.#schema.objects.map((object) => [object.name, new RecordTable(INDEXED_FIELDS)]),
    );
    this.jobs.clear();
    this.faults.clear();
    this.counters.reset();
    this.callsUsed = 0;
    this.#insertOrganisation();
  }

  table(object: ObjectSchema): RecordTable {
    const table = this.#tables.get(object.name);
    if (!table) throw new Error(`The sandbox has no object ${object.name}.`);
    return table;
  }

  mintId(object: ObjectSchema): string {
    return recordId(object.keyPrefix, ++this.#lastNumber);
  }

  mintJobId(): string {
    return recordId('750', ++this.#lastNumber);
  }

  /** Adds a record with the defaults of what is not given. Answers how to undo it. */
  insert(object: ObjectSchema, id: string, by: RecordWrite['by'], values: Readonly<FieldValues>): () => void {
    const now = timestamp();
    const fields = { ...object.blank };
    if ('OwnerId' in fields) fields['OwnerId'] = this.userId;
    Object.assign(fields, { Id: id, CreatedDate: now, LastModifiedDate: now, SystemModstamp: now }, values);
    nameWhole(fields);
    const history = this.#extended(NO_HISTORY, { at: now, operation: 'create', by, fields: values });
    return this.table(object).put(id, { fields, deleted: false, history });
  }

  /** Changes some fields of a record. Answers how to undo it. */
  modify(
    table: RecordTable,
    id: string,
    write: Pick<RecordWrite, 'by' | 'operation' | 'fields'>,
  ): () => void {
    const record = table.get(id);
    if (!record) throw new Error(`The sandbox has no record ${id} to change.`);
    const now = timestamp();
    const deleted = write.operation === 'delete';
    const fields = { ...record.fields };
    Object.assign(fields, { LastModifiedDate: now, SystemModstamp: now }, write.fields, {
      IsDeleted: deleted,
    });
    nameWhole(fields);
    return table.put(id, {
      fields,
      deleted,
      history: this.#extended(record.history, { ...write, at: now }),
    });
  }

  /** Moves a record to the recycle bin, with its memberships. Answers how to undo it. */
  remove(object: ObjectSchema, id: string, by: RecordWrite['by']): (() => void)[] {
    const deletion = { by, operation: 'delete', fields: {} } as const;
    const members = this.#tables.get('CampaignMember');
    const reference = GOES_WITH[object.name];
    const ids = members && reference !== undefined ? members.idsWith(reference, id) : [];
    return [
      ...(members ? ids.map((member) => this.modify(members, member, deletion)) : []),
      this.modify(this.table(object), id, deletion),
    ];
  }

  #insertOrganisation(): void {
    const object = this.#schema.object('Organization');
    if (!object) return;
    this.insert(object, this.id, 'control', {
      Name: 'Tributary sandbox (no Salesforce)',
      InstanceName: 'LOCAL',
      OrganizationType: 'Developer Edition',
      IsSandbox: true,
    });
  }

  #useSettings(settings: Readonly<OrgSettings>): void {
    this.#settings = settings;
    this.#schema = new OrgSchema(settings);
    this.#changedAt = new Date();
  }

  #extended(history: readonly RecordWrite[], write: RecordWrite): readonly RecordWrite[] {
    return this.#settings.keepHistory ? [...history, write] : NO_HISTORY;
  }
}

/** Salesforce's way of writing a moment, e.g. `2026-03-01T09:30:00.000+0000`. */
export function timestamp(at: Date = new Date()): string {
  return at.toISOString().replace('Z', '+0000');
}

/** People have a compound name that nobody can write. */
function nameWhole(fields: FieldValues): void {
  const { FirstName: first, LastName: last } = fields;
  if (last !== undefined) fields['Name'] = first ? `${first} ${last}` : last;
}
