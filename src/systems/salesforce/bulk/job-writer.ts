import type { Place, Verdict, WriteOperation } from '../../system.js';
import { SystemError } from '../../system.js';
import { groupedBy } from '../chunks.js';
import { CallFailure } from '../failure.js';
import { judge } from '../judgement.js';
import { objectOf, shortId, type SalesforceObject } from '../objects.js';
import type { SalesforceSettings } from '../settings.js';
import { isPause, ourFault, pauseFor, retryRecord, verdictOf } from '../verdict.js';
import type { SalesforceWriter } from '../writer.js';
import type { IngestCalls } from './ingest-calls.js';
import { isClosedAlready, jobVerdict } from './job-failure.js';
import { fitsUpload, uploadsOf, type JobOperation, type Upload } from './upload.js';

/** How often a job is begun that the org could not take just now: what it was made for costs many look-ups. */
const ATTEMPTS = 3;

/** What came of beginning a job. `refused`: there is none, and its records can go another way. */
type Begun =
  | { readonly kind: 'begun'; readonly job: string }
  | { readonly kind: 'not-now'; readonly verdict: Verdict; readonly mayPass: boolean }
  | { readonly kind: 'refused' };

/**
 * Hands many records over as bulk jobs: creates as upserts on the key, updates by id. What a job cannot do, or may not
 * in this org, goes by Collections.
 */
export class JobWriter {
  constructor(
    private readonly calls: IngestCalls,
    private readonly writer: SalesforceWriter,
    private readonly settings: SalesforceSettings,
  ) {}

  async write(place: Place, operations: readonly WriteOperation[]): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = new Map<string, Verdict>();
    const object = objectOf(place.object);
    const jobs = object ? this.#forJobs(object, operations) : { creates: [], updates: [], repeated: [] };
    for (const { id } of jobs.repeated) verdicts.set(id, repeatedRecord);
    for (const rows of object ? [jobs.creates, jobs.updates] : []) {
      if (object) await this.#writeRows(object, rows, verdicts);
    }
    const pause = [...verdicts.values()].find(isPause);
    const left = operations.filter(({ id }) => !verdicts.has(id));
    if (pause) for (const { id } of left) verdicts.set(id, pause);
    else for (const [id, verdict] of await this.writer.write(place, left)) verdicts.set(id, verdict);
    return verdicts;
  }

  #forJobs(object: SalesforceObject, operations: readonly WriteOperation[]) {
    const taken = new Set<string>();
    const creates: JobOperation[] = [];
    const updates: JobOperation[] = [];
    const repeated: JobOperation[] = [];
    for (const operation of groupedBy(operations, object.lockedBy)) {
      if (!this.#isForJob(object, operation)) continue;
      const target =
        operation.operation === 'create' ? operation.key.toLowerCase() : shortId(operation.remoteId);
      if (taken.has(target)) repeated.push(operation);
      else (operation.operation === 'create' ? creates : updates).push(operation);
      taken.add(target);
    }
    return { creates, updates, repeated };
  }

  /** A job knows neither the alerts of duplicate rules nor which assignment rule is the active one. */
  #isForJob({ identity }: SalesforceObject, operation: WriteOperation): operation is JobOperation {
    const { allowDuplicates, assignmentRules } = this.settings;
    if (operation.operation === 'remove' || allowDuplicates || !fitsUpload(operation)) return false;
    if (operation.operation === 'create') return identity === 'key' && !assignmentRules;
    return operation.key !== undefined || Object.keys(operation.fields).length > 0;
  }

  async #writeRows(
    object: SalesforceObject,
    rows: readonly JobOperation[],
    verdicts: Map<string, Verdict>,
  ): Promise<void> {
    for (const upload of uploadsOf(rows, object, this.settings)) {
      const begun = await this.#begin(object, upload);
      if (begun.kind === 'refused') continue;
      const verdict = begun.kind === 'begun' ? accepted(begun.job, upload) : begun.verdict;
      for (const { id } of upload.operations) verdicts.set(id, verdict);
      if (isPause(verdict)) return;
    }
  }

  /** Until a job is closed nothing is written: one that failed before left the records as they were. */
  async #begin(object: SalesforceObject, upload: Upload): Promise<Begun> {
    for (let attempt = 1; ; attempt++) {
      const begun = await this.#tryToBegin(object, upload);
      if (begun.kind !== 'not-now' || !begun.mayPass || attempt === ATTEMPTS) return begun;
    }
  }

  /** A job takes one upload: where its answer was lost, another job takes it. */
  async #tryToBegin({ sObject }: SalesforceObject, { operations, csv }: Upload): Promise<Begun> {
    let job: string | null = null;
    try {
      job = await this.calls.create(
        operations[0]?.operation === 'update'
          ? { object: sObject, operation: 'update' }
          : { object: sObject, operation: 'upsert', externalIdFieldName: this.settings.externalIdField },
      );
      await this.calls.upload(job, csv);
    } catch (error) {
      if (job !== null) await this.#abandon(job);
      return notBegun(error);
    }
    return this.#close(job);
  }

  /** Once it may have been closed a job goes its way; whether it was is found when it is asked about. */
  async #close(job: string): Promise<Begun> {
    try {
      await this.calls.close(job);
    } catch (error) {
      const begun = notBegun(error);
      if (begun.kind !== 'refused' || isClosedAlready(error)) return { kind: 'begun', job };
      await this.#abandon(job);
      return begun;
    }
    return { kind: 'begun', job };
  }

  /** A job that nobody closes does nothing and is deleted by Salesforce in time. */
  async #abandon(job: string): Promise<void> {
    await this.calls.abort(job).catch(() => undefined);
  }
}

function accepted(job: string, { operations }: Upload): Verdict {
  return { verdict: 'accepted', job, collectAfter: 5 + Math.ceil(operations.length / 1_000) };
}

function notBegun(error: unknown): Begun {
  if (error instanceof SystemError) return { kind: 'not-now', verdict: pauseFor(error), mayPass: false };
  if (!(error instanceof CallFailure)) {
    return { kind: 'not-now', verdict: retryRecord(ourFault(String(error))), mayPass: false };
  }
  const judgement = judge(error.errors, error.dailyBudgetLeft);
  switch (judgement.rule.verdict) {
    case 'unknown':
      return { kind: 'not-now', verdict: retryRecord(judgement.failure), mayPass: isNotTakenNow(error) };
    case 'retry':
      return { kind: 'not-now', verdict: verdictOf(judgement), mayPass: isNotTakenNow(error) };
    default:
      return { kind: 'refused' };
  }
}

function isNotTakenNow({ errors }: CallFailure): boolean {
  return errors.some(
    ({ code, status }) => code === 'UNREACHABLE' || code === 'LOST' || (status !== null && status >= 500),
  );
}

const repeatedRecord = jobVerdict(
  'TWICE_IN_A_JOB',
  'The same record was to be written twice in one bulk job; this is the second.',
);
