import type { DemandbaseClient } from './client.js';
import type { ListKind } from './columns.js';
import { CallFailure, isObject, textOf, unreadable } from './failure.js';
import { pollEverySeconds } from './limits.js';

export type ListAction = 'insert' | 'delete';

export interface ImportJob {
  readonly id: number;
  /** Of the list that it fills. */
  readonly name: string;
  readonly state: 'new' | 'processing' | 'completed' | 'failed';
}

const states: readonly string[] = ['new', 'processing', 'completed', 'failed'];
const perPage = 100;
/** Of a vendor's history that may be long: what is further back is not asked for. */
const pagesRead = 30;

/**
 * The Data Import API. The action is always said: left out it is `replace`, which empties the list before it fills it.
 * `replace` is not among the actions here, so that no file, empty or cut short, can ever take a list's members away.
 */
export class ImportJobs {
  readonly #processing = new Map<
    string,
    { readonly at: number; readonly ids: Promise<ReadonlySet<number>> }
  >();

  constructor(private readonly client: DemandbaseClient) {}

  /**
   * Makes a job of that name. Making one twice makes two, so that after a lost answer the jobs are looked through
   * before another is made. Throws {@link CallFailure} and `SystemError`.
   */
  async create(kind: ListKind, name: string): Promise<ImportJob> {
    try {
      return await this.#post(kind, name);
    } catch (error) {
      if (!isLost(error)) throw error;
      const made = (await this.named(kind, name, 'new')).at(-1);
      return made ?? this.#post(kind, name);
    }
  }

  /** Hands a file over. Throws {@link CallFailure} and `SystemError`. */
  async put({ id }: ImportJob, action: ListAction, file: Buffer): Promise<ImportJob> {
    if (file.length === 0) throw new Error('An empty file must never be sent to a list.');
    const path = `/job/${id}/data?listAction=${action}`;
    return readJob(
      await this.client.request({ method: 'PUT', api: 'import', path, body: file, books: 'job' }),
    );
  }

  /** Null where there is no such job (any more). Throws {@link CallFailure} and `SystemError`. */
  async read(id: number): Promise<ImportJob | null> {
    try {
      return readJob(await this.client.request({ method: 'GET', api: 'import', path: `/job/${id}` }));
    } catch (error) {
      if (error instanceof CallFailure && error.error.status === 404) return null;
      throw error;
    }
  }

  /** The jobs of a name, oldest first; names are compared as people read them. */
  async named(kind: ListKind, name: string, state: ImportJob['state'] | null = null): Promise<ImportJob[]> {
    const jobs = await this.#list(kind, state);
    return jobs.filter((job) => folded(job.name) === folded(name)).toSorted((a, b) => a.id - b.id);
  }

  /** Whether a job is under way; one answer serves the questions about all jobs for a while. */
  async isProcessing(kind: ListKind, id: number): Promise<boolean> {
    const now = this.client.now().getTime();
    const kept = this.#processing.get(kind.entity);
    const isFresh = kept !== undefined && now - kept.at < pollEverySeconds * 1_000;
    const ids = isFresh ? kept.ids : this.#list(kind, 'processing').then(idsOf);
    if (!isFresh) this.#processing.set(kind.entity, { at: now, ids });
    try {
      return (await ids).has(id);
    } catch (error) {
      this.#processing.delete(kind.entity);
      throw error;
    }
  }

  async #post({ entity }: ListKind, name: string): Promise<ImportJob> {
    const body = { dataImportName: name, entityType: entity };
    return readJob(await this.client.request({ method: 'POST', api: 'import', path: '/job', body }));
  }

  async #list({ entity }: ListKind, state: ImportJob['state'] | null): Promise<ImportJob[]> {
    const jobs: ImportJob[] = [];
    for (let page = 1; page <= pagesRead; page += 1) {
      const search = new URLSearchParams({
        entityType: entity,
        ...(state && { state }),
        page: String(page),
        perPage: String(perPage),
      });
      const answer = await this.client.request({ method: 'GET', api: 'import', path: `/jobs?${search}` });
      const { data, totalCount } = isObject(answer) ? answer : {};
      if (!Array.isArray(data)) throw unreadable('has no list of jobs');
      jobs.push(...data.map(readJob));
      if (data.length === 0 || jobs.length >= Number(totalCount ?? 0)) break;
    }
    return jobs;
  }
}

/** Whether it may have been done although no answer says so. */
export function isLost(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.rule.verdict === 'unknown';
}

function readJob(answer: unknown): ImportJob {
  const { id, dataImportName, state } = isObject(answer) ? answer : {};
  const number = Number(id);
  if (!Number.isSafeInteger(number) || !isState(state)) throw unreadable('is no job');
  return { id: number, name: textOf(dataImportName) ?? '', state };
}

function isState(value: unknown): value is ImportJob['state'] {
  return typeof value === 'string' && states.includes(value);
}

function idsOf(jobs: readonly ImportJob[]): ReadonlySet<number> {
  return new Set(jobs.map(({ id }) => id));
}

export function folded(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
