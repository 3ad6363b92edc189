import type { Failure, JobProgress, JobRecord, Place, Target, Verdict } from '../system.js';
import { SystemError } from '../system.js';
import type { DemandbaseClient } from './client.js';
import { kindOf, type ListKind } from './columns.js';
import type { Exports } from './exports.js';
import { asSystemError, CallFailure, misconfigured } from './failure.js';
import type { ImportJob, ImportJobs } from './import-jobs.js';
import { daysLater, nextMidnight, pollAfter, secondsUntil } from './limits.js';
import type { Lists } from './lists.js';
import { readMember } from './member.js';

/** The night's load begins at midnight UTC and takes its time; an export shows it from then on. */
const loadTakes = 2 * 3_600_000;
/** A member that is not there after so many loads will not come by itself. */
const loadsGranted = 2;

/** A file that was handed over: a job may take several, one after another, and each has a night of its own. */
interface Submission {
  readonly id: number;
  readonly at: Date;
}

export function submissionOf({ id }: ImportJob, at: Date): string {
  return `${id}@${at.toISOString()}`;
}

function readSubmission(job: string): Submission {
  const [id, at = ''] = job.split('@');
  return { id: Number(id), at: new Date(at) };
}

/**
 * What became of a file. A job that is completed has only taken it: members show after the night's load, and rows that
 * were passed over are nowhere listed. So what landed is what an export of the list shows.
 */
export class Landing {
  readonly #ended = new Map<string, ImportJob['state']>();

  constructor(
    private readonly client: DemandbaseClient,
    private readonly jobs: ImportJobs,
    private readonly lists: Lists,
    private readonly exports: Exports,
  ) {}

  /** Throws `SystemError`. */
  async collect({ object, target }: Place, job: string, records: readonly JobRecord[]): Promise<JobProgress> {
    const kind = kindOf(object);
    if (!target)
      throw misconfigured('no-list', 'No list was named for the records.', 'Name the list of the sync.');
    const { id, at } = readSubmission(job);
    try {
      const state = await this.#stateOf(kind, job, id);
      if (state === 'failed') return this.#failed(kind, target, records);
      if (state !== 'completed')
        return pending(pollAfter((this.client.now().getTime() - at.getTime()) / 1_000));
      return await this.#landed(kind, target, at, records);
    } catch (error) {
      if (error instanceof CallFailure && mayPass(error)) return pending(error.rule.after ?? pollAfter(60));
      throw asSystemError(error);
    }
  }

  /** A job that is not known any more has ended; what it did is for the export to say. */
  async #stateOf(kind: ListKind, job: string, id: number): Promise<ImportJob['state']> {
    const known = this.#ended.get(job);
    if (known) return known;
    if (await this.jobs.isProcessing(kind, id)) return 'processing';
    const state = (await this.jobs.read(id))?.state ?? 'completed';
    if (state === 'completed' || state === 'failed') this.#ended.set(job, state);
    return state;
  }

  #failed(kind: ListKind, list: Target, records: readonly JobRecord[]): JobProgress {
    this.lists.drop(kind, list);
    return { state: 'done', verdicts: allRejected(records, importFailed(list)) };
  }

  async #landed(
    kind: ListKind,
    list: Target,
    submittedAt: Date,
    records: readonly JobRecord[],
  ): Promise<JobProgress> {
    const lastLoaded = new Date(this.client.now().getTime() - loadTakes);
    const loads = loadsBetween(submittedAt, lastLoaded);
    if (loads === 0) return pending(this.#untilNextLoad(lastLoaded));
    const isLastChance = loads === loadsGranted;
    const membership = await this.exports.members(kind, list.name, lastLoaded).catch((error: unknown) => {
      const cause = refusalOf(error);
      if (cause === null) throw error;
      return { state: 'refused' as const, cause };
    });
    if (membership.state === 'pending') return pending(membership.after);
    if (membership.state === 'refused') {
      // Without exports lists are filled all the same; it is only said that nobody can tell who landed.
      if (isLastChance) return { state: 'done', verdicts: allRejected(records, membership.cause) };
      return pending(this.#untilNextLoad(lastLoaded));
    }
    const verdicts = new Map<string, Verdict>();
    for (const record of records) {
      const member = readMember(kind, list.name, record);
      const isDone =
        record.operation === 'remove' ? !membership.result.stillHas(member) : membership.result.shows(member);
      if (isDone) verdicts.set(record.id, arrived(record, member.remoteId));
      else if (isLastChance) verdicts.set(record.id, { verdict: 'rejected', ...didNotLand(record, list) });
    }
    if (verdicts.size === records.length) return { state: 'done', verdicts };
    return pending(this.#untilNextLoad(lastLoaded), verdicts);
  }

  #untilNextLoad(lastLoaded: Date): number {
    const shown = new Date(nextMidnight(lastLoaded).getTime() + loadTakes);
    return secondsUntil(shown, this.client.now());
  }
}

/** Loads that a file was in by then, counted no further than matters. */
function loadsBetween(submittedAt: Date, lastLoaded: Date): number {
  let loads = 0;
  let next = nextMidnight(submittedAt);
  while (loads < loadsGranted && next <= lastLoaded) {
    loads += 1;
    next = daysLater(next, 1);
  }
  return loads;
}

function allRejected(records: readonly JobRecord[], failure: Failure): ReadonlyMap<string, Verdict> {
  return new Map(records.map(({ id }) => [id, { verdict: 'rejected', ...failure }]));
}

function arrived({ operation }: JobRecord, remoteId: string): Verdict {
  if (operation === 'remove') return { verdict: 'removed' };
  return { verdict: operation === 'create' ? 'created' : 'updated', remoteId };
}

function pending(askAgainAfter: number, verdicts: ReadonlyMap<string, Verdict> = new Map()): JobProgress {
  return { state: 'pending', askAgainAfter, verdicts };
}

/** A question that comes to nothing for now leaves the records where they are. */
function mayPass({ rule }: CallFailure): boolean {
  return rule.verdict === 'busy' || rule.verdict === 'unknown' || rule.kind === 'quota';
}

/** Why an export is not to be had until somebody acts; null where it may pass, or is about the sign-in. */
function refusalOf(error: unknown): Failure | null {
  const kind =
    error instanceof CallFailure ? error.rule.kind : error instanceof SystemError ? error.kind : null;
  if (kind !== 'misconfigured' || !(error instanceof CallFailure || error instanceof SystemError))
    return null;
  const { code, message, advice, whoActs } = error.failure;
  return {
    code: 'not-proved',
    message: `Demandbase took the record and completed its job. Whether it is on the list cannot be told: ${code}: ${message}`,
    field: null,
    advice: `${advice} Then retry the record: nobody is put on a list twice.`,
    whoActs,
  };
}

function importFailed({ name }: Target): Failure {
  return {
    code: 'import-failed',
    message: `Demandbase failed to load the file for the list “${name}” and says no more than that.`,
    field: null,
    advice:
      'Look at the import of this name in Demandbase, correct the mapping of the sync if a column is to blame, then retry the records.',
    whoActs: 'admin',
  };
}

function didNotLand({ operation }: JobRecord, { name }: Target): Failure {
  const what = operation === 'remove' ? 'is still on' : 'is not on';
  return {
    code: 'did-not-land',
    message: `Demandbase took the record and completed its job, but after ${loadsGranted} nightly loads it ${what} the list “${name}”.`,
    field: null,
    advice:
      'Retry it once. If it stays, ask Demandbase support: they limit loads and pass over rows without saying so, e.g. people without a name or companies they do not match.',
    whoActs: 'vendor',
  };
}
