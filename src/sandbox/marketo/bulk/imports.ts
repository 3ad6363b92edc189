import type { MarketoInstance } from '../instance/instance.js';
import { writeLead } from '../rest/lead-writes.js';
import { RowRefused } from '../rest/errors.js';
import { lineOf } from './csv.js';

const MOST_RUNNING = 2;
const MOST_QUEUED = 10;
const KEPT_MS = 7 * 24 * 3_600_000;
const REASON = 'Import Failure Reason';

export interface ImportFile {
  readonly lookupField: string;
  readonly listId: string | null;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Import extends ImportFile {
  readonly id: number;
  readonly receivedAt: number;
  startedAt: number | null;
  status: 'Queued' | 'Importing' | 'Complete';
  readonly failures: string[];
  failed: number;
}

/** Files that are imported in the order of their arrival, two at a time ("Bulk Lead Import" of the developer guide). */
export class Imports {
  #imports: Import[] = [];
  #lastId = 500;
  #roomSince = 0;

  constructor(private readonly instance: MarketoInstance) {}

  isFull(): boolean {
    return this.#open().length >= MOST_QUEUED;
  }

  isFilling(listId: string): boolean {
    return this.#open().some((one) => one.listId === listId);
  }

  add(file: ImportFile): Import {
    const receivedAt = this.instance.clock.now();
    const added: Import = {
      ...file,
      id: ++this.#lastId,
      receivedAt,
      startedAt: null,
      status: 'Queued',
      failures: [],
      failed: 0,
    };
    this.#imports.push(added);
    this.#begin();
    return added;
  }

  /** As it is now; none where it is not known or was forgotten after seven days. */
  get(id: string): Import | undefined {
    this.proceed();
    const since = this.instance.clock.now() - KEPT_MS;
    return this.#imports.find((one) => String(one.id) === id && one.receivedAt > since);
  }

  clear(): void {
    this.#imports = [];
    this.#roomSince = 0;
  }

  /** Does what time has brought: imports that had their time are done, and the next ones begin when there was room. */
  proceed(): void {
    const lasts = this.instance.settings.importSeconds * 1_000;
    for (;;) {
      this.#begin();
      const [next] = this.#running().toSorted((a, b) => a.startedAt - b.startedAt);
      if (!next || next.startedAt + lasts > this.instance.clock.now()) return;
      this.#finish(next.one);
      this.#roomSince = next.startedAt + lasts;
    }
  }

  #begin(): void {
    for (const one of this.#imports) {
      if (one.status !== 'Queued' || this.#running().length >= MOST_RUNNING) continue;
      one.status = 'Importing';
      one.startedAt = Math.max(one.receivedAt, this.#roomSince);
    }
  }

  #running(): { readonly one: Import; readonly startedAt: number }[] {
    return this.#imports.flatMap((one) =>
      one.status === 'Importing' && one.startedAt !== null ? [{ one, startedAt: one.startedAt }] : [],
    );
  }

  #open(): Import[] {
    this.proceed();
    return this.#imports.filter(({ status }) => status !== 'Complete');
  }

  /** Upserts only; where leads are told by their id, none is made. */
  #finish(one: Import): void {
    one.status = 'Complete';
    for (const cells of one.rows) {
      const reason = this.#write(one, cells);
      if (reason === null) continue;
      one.failed++;
      if (one.failures.length === 0) one.failures.push(lineOf([...one.header, REASON]));
      one.failures.push(lineOf([...cells, reason]));
    }
  }

  /** Why a row failed; null where it did not. */
  #write({ header, lookupField, listId }: Import, cells: readonly string[]): string | null {
    const { instance } = this;
    const given = header.map((name, index) => [name, cells[index] ?? ''] as const);
    const kept = instance.settings.blankCells === 'clear' ? given : given.filter(([, cell]) => cell !== '');
    const row = Object.fromEntries(kept);
    try {
      const fault = instance.faults.strikeRow('import', 'POST', row);
      if (fault) return fault.message;
      const action = lookupField === 'id' ? 'updateOnly' : 'createOrUpdate';
      const { id } = writeLead(instance, row, { action, lookupField, seenId: instance.lastId });
      if (listId !== null) instance.lists.get(listId)?.members.add(String(id));
      return null;
    } catch (error) {
      if (error instanceof RowRefused) return error.message;
      throw error;
    }
  }
}
