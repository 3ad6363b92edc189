import type { Clock } from './clock.js';
import { BadFile, parseFile } from './csv.js';
import { ENTITIES, type Entity, type Row } from './entities.js';

export const LIST_ACTIONS = ['replace', 'insert', 'delete', 'noop'] as const;
export type ListAction = (typeof LIST_ACTIONS)[number];

export interface ImportJob {
  readonly id: number;
  readonly dataImportName: string;
  /** As it was given; `Opportunity` and `Activity` jobs fill no list. */
  readonly entityType: string;
  readonly source: string;
  readonly createdAt: Date;
  state: 'new' | 'processing' | 'completed' | 'failed';
  updatedAt: Date;
  file: SubmittedFile | null;
}

export interface SubmittedFile {
  readonly entity: Entity;
  readonly action: ListAction;
  readonly text: string;
  readonly doneAt: Date;
}

/** Rows that wait for the night's load, or the reason why the file as a whole is none. */
export type FileReading =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly newFields: readonly string[] }
  | { readonly ok: false; readonly reason: string };

export class Imports {
  readonly #jobs = new Map<number, ImportJob>();
  #lastId = 67_848;

  constructor(private readonly clock: Clock) {}

  make(dataImportName: string, entityType: string, source: string): ImportJob {
    const now = this.clock.now();
    const job: ImportJob = {
      id: ++this.#lastId,
      dataImportName,
      entityType,
      source,
      createdAt: now,
      updatedAt: now,
      state: 'new',
      file: null,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  find(id: number): ImportJob | undefined {
    return this.#jobs.get(id);
  }

  all(): readonly ImportJob[] {
    return [...this.#jobs.values()];
  }

  change(job: ImportJob, state: ImportJob['state'], file: SubmittedFile | null): void {
    job.state = state;
    job.file = file;
    job.updatedAt = this.clock.now();
  }
}

export function readFile(entity: Entity, text: string): FileReading {
  const rules = ENTITIES[entity];
  try {
    const { header, rows } = parseFile(text);
    const known = [...rules.requiredHeaders, ...rules.otherHeaders];
    const spelt = header.map((name) =>
      known.find((other) => other.toLowerCase() === name.trim().toLowerCase()),
    );
    const missing = rules.requiredHeaders.filter((name) => !spelt.includes(name));
    if (missing.length > 0) return { ok: false, reason: `The file has no column ${missing.join(', ')}.` };
    return {
      ok: true,
      rows: rows.map((row) => Object.fromEntries(row.map((value, at) => [spelt[at] ?? header[at], value]))),
      newFields: header.filter((_, at) => spelt[at] === undefined),
    };
  } catch (error) {
    if (error instanceof BadFile) return { ok: false, reason: error.message };
    throw error;
  }
}

/** A job as the API shows it. */
export function shownJob({ id, dataImportName, entityType, state, createdAt, updatedAt, source }: ImportJob) {
  return { id, dataImportName, entityType, state, createdAt, updatedAt, source };
}
