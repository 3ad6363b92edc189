import type { FieldValues } from './values.js';

export interface RecordWrite {
  readonly at: string;
  readonly operation: 'create' | 'update' | 'delete' | 'convert';
  /** `api` for a client, `control` for the sandbox's own control API. */
  readonly by: 'api' | 'control';
  readonly fields: Readonly<FieldValues>;
}

/** A record and what became of it. Never changed in place, so that a call can be rolled back. */
export interface StoredRecord {
  readonly fields: Readonly<FieldValues>;
  readonly deleted: boolean;
  readonly history: readonly RecordWrite[];
}

const FIRST_VALUES: readonly string[] = [];

/** The records of one object, with an index on each field that records are looked up by. */
export class RecordTable {
  readonly #records = new Map<string, StoredRecord>();
  readonly #indexes: ReadonlyMap<string, Map<string, readonly string[]>>;
  #live = 0;

  constructor(indexedFields: readonly string[]) {
    this.#indexes = new Map(indexedFields.map((field) => [field, new Map()]));
  }

  /** Records that are not deleted. */
  get size(): number {
    return this.#live;
  }

  get(id: string): StoredRecord | undefined {
    return this.#records.get(id);
  }

  /** The fields of a record that is not deleted. */
  live(id: string): Readonly<FieldValues> | undefined {
    const record = this.#records.get(id);
    return record && !record.deleted ? record.fields : undefined;
  }

  isIndexed(field: string): boolean {
    return this.#indexes.has(field);
  }

  /** Ids of the records that are not deleted and hold this value, oldest first; case does not matter. */
  idsWith(field: string, value: string): readonly string[] {
    return this.#indexes.get(field)?.get(value.toLowerCase()) ?? FIRST_VALUES;
  }

  entries(): IterableIterator<[string, StoredRecord]> {
    return this.#records.entries();
  }

  /** Puts a record in the place of the one with this id, and answers how to undo that. */
  put(id: string, record: StoredRecord): () => void {
    const previous = this.#records.get(id);
    this.#exchange(id, previous, record);
    return () => this.#exchange(id, record, previous);
  }

  #exchange(id: string, from: StoredRecord | undefined, to: StoredRecord | undefined): void {
    for (const [field, index] of this.#indexes) {
      const before = indexKey(from, field);
      const after = indexKey(to, field);
      if (before === after) continue;
      if (before !== null) removeFrom(index, before, id);
      if (after !== null) index.set(after, [...(index.get(after) ?? FIRST_VALUES), id]);
    }
    this.#live += Number(isLive(to)) - Number(isLive(from));
    if (to) this.#records.set(id, to);
    else this.#records.delete(id);
  }
}

function isLive(record: StoredRecord | undefined): boolean {
  return record !== undefined && !record.deleted;
}

function indexKey(record: StoredRecord | undefined, field: string): string | null {
  const value = record && !record.deleted ? record.fields[field] : null;
  return typeof value === 'string' ? value.toLowerCase() : null;
}

function removeFrom(index: Map<string, readonly string[]>, key: string, id: string): void {
  const left = (index.get(key) ?? FIRST_VALUES).filter((other) => other !== id);
  if (left.length > 0) index.set(key, left);
  else index.delete(key);
}
