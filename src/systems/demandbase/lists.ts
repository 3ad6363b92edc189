import type { Target } from '../system.js';
import type { ListKind } from './columns.js';
import { asSystemError, CallFailure, misconfigured } from './failure.js';
import { isLost, type ImportJob, type ImportJobs, type ListAction } from './import-jobs.js';

const longestName = 255;

/**
 * Lists and the jobs that fill them. How the two belong together is not documented: a job may stay the handle of its
 * list, or the list may belong to the name, or a job may take one file alone. So the job of a list is used again, and
 * where Demandbase refuses that, another one of the same name takes its place.
 */
export class Lists {
  /** The jobs that were used last, by list. */
  readonly #handles = new Map<string, ImportJob>();
  /** Lists of which Demandbase refused a second job. */
  readonly #haveOneJob = new Set<string>();
  #takesOneFileOnly = false;

  constructor(private readonly jobs: ImportJobs) {}

  /**
   * Makes the job of a list that a sync is to fill; its first file makes the list. The name is taken where files were
   * handed over under it before: lists are unique and never made again. Throws `SystemError`.
   */
  async resolve(kind: ListKind, named: { readonly id?: string; readonly name?: string }): Promise<Target> {
    const name = (named.name ?? '').trim().replaceAll(/\s+/g, ' ');
    if (name === '' || name.length > longestName) {
      const message = `A list needs a name of 1 to ${longestName} characters.`;
      throw misconfigured('list-name', message, 'Name the list that the sync fills.');
    }
    try {
      const known = await this.jobs.named(kind, name);
      if (known.some(({ state }) => state !== 'new'))
        throw nameTaken(name, 'An import of this name is there.');
      const job = known[0] ?? (await this.jobs.create(kind, name));
      return { id: String(job.id), name };
    } catch (error) {
      if (isRefusal(error)) throw nameTaken(name, error.error.message);
      throw asSystemError(error);
    }
  }

  /** Hands a file over and answers the job that took it. Throws {@link CallFailure} and `SystemError`. */
  async submit(kind: ListKind, list: Target, action: ListAction, file: Buffer): Promise<ImportJob> {
    const handle = this.#handleOf(kind, list);
    const isSpent = handle.state === 'failed' || (handle.state !== 'new' && this.#takesOneFileOnly);
    const fresh = isSpent ? await this.#another(kind, list) : null;
    if (fresh) return this.#fill(kind, list, fresh, action, file);
    try {
      return await this.#fill(kind, list, handle, action, file);
    } catch (error) {
      if (handle.state === 'new' || !isRefusal(error)) throw error;
      return this.#fillInstead(kind, list, { handle, error, action, file });
    }
  }

  /** After a file failed: another job is tried before its own. */
  drop(kind: ListKind, list: Target): void {
    this.#keep(kind, list, { ...this.#handleOf(kind, list), state: 'failed' });
  }

  /** The job that was used last, or the one that was made for the list. */
  #handleOf(kind: ListKind, list: Target): ImportJob {
    const made: ImportJob = { id: Number(list.id), name: list.name, state: 'completed' };
    return this.#handles.get(keyOf(kind, list)) ?? made;
  }

  async #fillInstead(
    kind: ListKind,
    list: Target,
    refused: { readonly handle: ImportJob; readonly error: CallFailure; action: ListAction; file: Buffer },
  ): Promise<ImportJob> {
    const { handle, error, action, file } = refused;
    const isGone = error.error.status === 404;
    const isBusy = !isGone && (await this.jobs.read(handle.id))?.state === 'processing';
    const job = await this.#another(kind, list, isGone);
    if (!job) throw isBusy ? busyList(list.name) : error;
    if (!isBusy && !isGone) this.#takesOneFileOnly = true;
    return this.#fill(kind, list, job, action, file);
  }

  /** Null where Demandbase wants no second job of a list, which it is asked for once unless the first is gone. */
  async #another(kind: ListKind, list: Target, isGone = false): Promise<ImportJob | null> {
    const key = keyOf(kind, list);
    if (this.#haveOneJob.has(key) && !isGone) return null;
    try {
      return this.#keep(kind, list, await this.jobs.create(kind, list.name));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#haveOneJob.add(key);
      return null;
    }
  }

  async #fill(
    kind: ListKind,
    list: Target,
    job: ImportJob,
    action: ListAction,
    file: Buffer,
  ): Promise<ImportJob> {
    return this.#keep(kind, list, await this.#put(job, action, file));
  }

  /**
   * After a lost answer the job says whether it has the file. Where that cannot be told the same file is sent again:
   * who is put on a list twice is on it once, and who is taken off twice is off it.
   */
  async #put(job: ImportJob, action: ListAction, file: Buffer): Promise<ImportJob> {
    try {
      return await this.jobs.put(job, action, file);
    } catch (error) {
      if (!isLost(error)) throw error;
      const found = await this.jobs.read(job.id);
      if (found && hasTaken(found, job)) return found;
      return this.jobs.put(job, action, file);
    }
  }

  #keep(kind: ListKind, list: Target, job: ImportJob): ImportJob {
    this.#handles.set(keyOf(kind, list), job);
    return job;
  }
}

function hasTaken(now: ImportJob, before: ImportJob): boolean {
  return now.state === 'processing' || (before.state === 'new' && now.state === 'completed');
}

/** What cannot be told apart by its text, which is not documented: a bad file, a job that is used up, a name that is taken. */
function isRefusal(error: unknown): error is CallFailure {
  return error instanceof CallFailure && [400, 404, 409].includes(error.error.status ?? 0);
}

function keyOf({ entity }: ListKind, { name }: Target): string {
  return `${entity}/${name}`;
}

function busyList(name: string): CallFailure {
  const message = `The list “${name}” is still being loaded with what was sent before.`;
  return new CallFailure({ code: 'import-409', message, status: 409 });
}

function nameTaken(name: string, said: string) {
  return misconfigured(
    'list-name-taken',
    `Demandbase has a list or an import named “${name}” that is not this sync's. ${said}`,
    'Choose another name: lists are unique there and a name is never free again, even after its list was emptied.',
  );
}
