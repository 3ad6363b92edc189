import { createHash } from 'node:crypto';
import { Counters, Faults } from '../../frame/index.js';
import type { Endpoint, RowFault } from '../api/endpoints.js';
import { Clock } from './clock.js';
import { DayCounts } from './day-counts.js';
import { ENTITIES, type Entity, type Row } from './entities.js';
import { ExportJobs } from './exports.js';
import { Imports, readFile, type ImportJob, type ListAction } from './imports.js';
import { Lists, type List } from './lists.js';
import { Records } from './records.js';
import { withSettings, type TenantSettings } from './settings.js';
import { Tokens } from './tokens.js';

/** Rows that were taken and are to be seen after the night's load. */
interface Load {
  readonly entity: Entity;
  readonly action: ListAction;
  readonly list: List | null;
  readonly rows: readonly Row[];
}

/** The organisation that the sandbox plays. All in memory. */
export class DemandbaseTenant {
  readonly clock = new Clock();
  readonly tokens = new Tokens(this.clock);
  readonly faults = new Faults<Endpoint, RowFault>();
  readonly counters = new Counters<Endpoint>();
  days = new DayCounts(this.clock);
  imports = new Imports(this.clock);
  exports = new ExportJobs(this.clock);
  lists = new Lists();
  /** Fields that came into being because a file had a column of that name. */
  newFields: string[] = [];
  #records = freshRecords();
  #waiting: Load[] = [];
  #settings: Readonly<TenantSettings>;

  constructor(private readonly initialSettings: Readonly<TenantSettings>) {
    this.#settings = initialSettings;
  }

  get settings(): Readonly<TenantSettings> {
    return this.#settings;
  }

  /** Throws `ControlRefused`, changing nothing, where a setting or its value is unknown. */
  changeSettings(change: Readonly<Record<string, unknown>>): void {
    this.#settings = withSettings(this.#settings, change);
  }

  /** An empty organisation with the settings of its start; tokens stay good and the clock goes on. */
  reset(): void {
    this.#settings = this.initialSettings;
    this.days = new DayCounts(this.clock);
    this.imports = new Imports(this.clock);
    this.exports = new ExportJobs(this.clock);
    this.lists = new Lists();
    this.newFields = [];
    this.#records = freshRecords();
    this.#waiting = [];
    this.faults.clear();
    this.counters.reset();
  }

  records(entity: Entity): Records {
    return this.#records[entity];
  }

  /** Takes a file. A list is named at once and filled by night. */
  submit(job: ImportJob, entity: Entity, action: ListAction, text: string): void {
    const doneAt = new Date(this.clock.now().getTime() + this.#settings.processingSeconds * 1_000);
    this.imports.change(job, 'processing', { entity, action, text, doneAt });
    if (action === 'insert' || action === 'replace') this.#listFor(job, entity, true);
  }

  /** Ends the jobs whose time has come. */
  settle(): void {
    for (const job of this.imports.all()) {
      if (job.state === 'processing' && job.file && job.file.doneAt <= this.clock.now()) this.#finish(job);
    }
  }

  /** The night: the clock goes to the next midnight, and what was taken before is to be seen. */
  tick(): void {
    this.settle();
    this.clock.moveTo(this.clock.nextMidnight());
    for (const load of this.#waiting) this.#load(load);
    this.#waiting = [];
  }

  #finish(job: ImportJob): void {
    const { file } = job;
    if (!file) return;
    const reading = readFile(file.entity, file.text);
    this.imports.change(job, reading.ok ? 'completed' : 'failed', null);
    if (!reading.ok) return;
    for (const name of reading.newFields) {
      this.newFields.push(name);
      this.counters.countViolation(`a column that makes a new field: ${name}`);
    }
    const { entity, action } = file;
    const rows = reading.rows.filter((row) => this.#takes(entity, action, row));
    this.#waiting.push({ entity, action, list: this.#listFor(job, entity, false), rows });
  }

  /** Rows that lack what they must have are passed over, and so are others, and nobody is told. */
  #takes(entity: Entity, action: ListAction, row: Row): boolean {
    if (this.faults.strikeRow('submit', 'PUT', row)) return false;
    if (action !== 'delete' && this.#lacks(entity, row)) return false;
    const id = row[ENTITIES[entity].idColumn] ?? '';
    return draw(id) >= this.#settings.silentDrop;
  }

  #lacks(entity: Entity, row: Row): boolean {
    const { requiredHeaders } = ENTITIES[entity];
    const isLax = entity === 'Person' && !this.#settings.personStrict;
    const required = isLax ? ['Email'] : requiredHeaders;
    return required.some((name) => (row[name] ?? '') === '');
  }

  /** By the job that is its handle, or by name; a file that removes makes no list. */
  #listFor(job: ImportJob, entity: Entity, makes: boolean): List | null {
    const named = this.lists.find(entity, job.dataImportName);
    const isHandle = this.#settings.jobReuse !== 'A' || named?.jobId === job.id;
    if (named) return isHandle ? named : null;
    return makes ? this.lists.make(entity, job.dataImportName, 'import', job.id) : null;
  }

  #load({ entity, action, list, rows }: Load): void {
    const records = this.#records[entity];
    if (list) list.isLoaded = true;
    if (action === 'replace') list?.members.clear();
    for (const row of rows) {
      const entry = action === 'delete' ? records.match(row) : records.upsert(row);
      if (!entry || !list || action === 'noop') continue;
      if (action === 'delete') list.members.delete(entry.number);
      else list.members.set(entry.number, entry);
    }
  }
}

function freshRecords(): Readonly<Record<Entity, Records>> {
  return { Account: new Records('Account'), Person: new Records('Person') };
}

/** The same for the same id, 0 to 99. */
function draw(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % 100;
}
