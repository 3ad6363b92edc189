import { createHash } from 'node:crypto';
import type { DemandbaseClient } from './client.js';
import type { ListKind } from './columns.js';
import {
  catalogueOf,
  fieldsFor,
  membershipOf,
  nobody,
  type ExportField,
  type Membership,
} from './export-results.js';
import { CallFailure, isObject, textOf, unreadable } from './failure.js';
import { folded } from './import-jobs.js';
import { dayOf, exportPollSeconds, exportsPerDay, nextMidnight, secondsUntil } from './limits.js';

export type Result<T> =
  { readonly state: 'ready'; readonly result: T } | { readonly state: 'pending'; readonly after: number };

interface Order {
  /** At most 50 characters; the same for whoever orders the same of the same load. */
  readonly name: string;
  readonly load: string;
  readonly path: string;
  readonly body: object;
  /** The result goes where it is kept. */
  keep(csv: string): void;
}

interface Running {
  readonly order: Order;
  readonly jobId: string;
  readonly askAt: number;
  readonly asked: number;
}

/** Seconds between two looks at an export: 300 looks a day are not many. */
const looks = [exportPollSeconds, 60, 120, 300] as const;

/**
 * The Data Export API, one export at a time. What an export says of a list in one night's load is kept, so that all
 * jobs of that list share it, and another process finds the export by its name instead of ordering its own.
 */
export class Exports {
  readonly #catalogues = new Map<string, ReadonlyMap<string, number>>();
  readonly #memberships = new Map<string, Membership>();
  readonly #fields = new Map<string, readonly ExportField[]>();
  #running: Running | null = null;
  #ordered: { readonly day: string; readonly count: number } = { day: '', count: 0 };
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: DemandbaseClient) {}

  /** Who was on a list after the load of a night. Throws {@link CallFailure} and `SystemError`. */
  members(kind: ListKind, list: string, loadedAt: Date): Promise<Result<Membership>> {
    const work = () => this.#members(kind, list, dayOf(loadedAt));
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #members(kind: ListKind, list: string, load: string): Promise<Result<Membership>> {
    this.#forgetOthers(load);
    const catalogueKey = `${load}/${kind.listPath}`;
    const key = `${catalogueKey}/${list}`;
    await this.#advance();
    const catalogue = this.#catalogues.get(catalogueKey);
    if (!catalogue) {
      return this.#order({
        name: nameOf(load, catalogueKey),
        load,
        path: `/${kind.listPath}/job`,
        body: { jobName: nameOf(load, catalogueKey) },
        keep: (csv) => this.#catalogues.set(catalogueKey, catalogueOf(csv)),
      });
    }
    const kept = this.#memberships.get(key);
    if (kept) return { state: 'ready', result: kept };
    const id = catalogue.get(folded(list));
    if (id === undefined) return { state: 'ready', result: nobody };
    const fields = await this.#fieldsOf(kind);
    return this.#order({
      name: nameOf(load, key),
      load,
      path: '/job',
      body: {
        entityType: kind.exported,
        jobName: nameOf(load, key),
        fields: fields.map(({ name }) => name),
        [kind.listIds]: [id],
        format: 'CSV',
      },
      keep: (csv) => this.#memberships.set(key, membershipOf(csv, fields)),
    });
  }

  #forgetOthers(load: string): void {
    for (const kept of [this.#catalogues, this.#memberships]) {
      for (const key of kept.keys()) if (!key.startsWith(`${load}/`)) kept.delete(key);
    }
  }

  async #fieldsOf(kind: ListKind): Promise<readonly ExportField[]> {
    const kept = this.#fields.get(kind.object);
    if (kept) return kept;
    const path = `/fields?entityType=${kind.exported}`;
    const fields = fieldsFor(kind, await this.client.request({ method: 'GET', api: 'export', path }));
    this.#fields.set(kind.object, fields);
    return fields;
  }

  /** Orders an export unless one runs; whoever asked asks again later. */
  async #order(order: Order): Promise<Result<never>> {
    if (this.#running) return { state: 'pending', after: this.#untilLook(this.#running) };
    const found = await this.#find(order.name);
    this.#running = this.#started(order, found ?? (await this.#submit(order)));
    return { state: 'pending', after: exportPollSeconds };
  }

  async #find(name: string): Promise<string | null> {
    const answer = await this.client.request({ method: 'GET', api: 'export', path: '/jobs?perPage=100' });
    const jobs: readonly unknown[] = isObject(answer) && Array.isArray(answer.data) ? answer.data : [];
    const alike = jobs
      .filter(isObject)
      .find(({ jobName, jobStatus }) => jobName === name && jobStatus !== 'failed');
    return textOf(alike?.jobId);
  }

  async #submit({ path, body }: Order): Promise<string> {
    const now = this.client.now();
    const day = dayOf(now);
    const count = this.#ordered.day === day ? this.#ordered.count : 0;
    if (count >= exportsPerDay) throw dayIsSpent(secondsUntil(nextMidnight(now), now));
    this.#ordered = { day, count: count + 1 };
    const answer = await this.client.request({ method: 'POST', api: 'export', path, body });
    const jobId = isObject(answer) ? textOf(answer.jobId) : null;
    if (jobId === null) throw unreadable('has no jobId');
    return jobId;
  }

  /** Looks at the export that runs, when it is time to, and keeps its result. */
  async #advance(): Promise<void> {
    const running = this.#running;
    if (!running || running.askAt > this.client.now().getTime()) return;
    const path = `/job/${encodeURIComponent(running.jobId)}`;
    const answer = await this.#lookAt(path);
    const { jobStatus, resultsUrl } = isObject(answer) ? answer : {};
    if (jobStatus === 'finished') {
      this.#running = null;
      return running.order.keep(await this.client.download(textOf(resultsUrl) ?? ''));
    }
    if (jobStatus === 'failed') {
      this.#running = null;
      throw new CallFailure({
        code: '500-100',
        message: 'Demandbase failed to make the export.',
        status: 500,
      });
    }
    this.#running = this.#started(running.order, running.jobId, running.asked + 1);
  }

  async #lookAt(path: string): Promise<unknown> {
    try {
      return await this.client.request({ method: 'GET', api: 'export', path });
    } catch (error) {
      if (error instanceof CallFailure && error.error.status === 404) this.#running = null;
      throw error;
    }
  }

  #started(order: Order, jobId: string, asked = 0): Running {
    const seconds = looks[Math.min(asked, looks.length - 1)] ?? exportPollSeconds;
    return { order, jobId, asked, askAt: this.client.now().getTime() + seconds * 1_000 };
  }

  #untilLook({ askAt }: Running): number {
    return secondsUntil(new Date(askAt), this.client.now());
  }
}

function nameOf(load: string, key: string): string {
  return `tributary ${load} ${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
}

function dayIsSpent(after: number): CallFailure {
  const message = `${exportsPerDay} exports were ordered today (UTC); the day has no more. Next in ${after} seconds.`;
  return new CallFailure({ code: '429-101', message, status: 429 });
}
