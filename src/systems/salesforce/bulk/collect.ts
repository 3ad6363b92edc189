import type { JobProgress, JobRecord, Verdict } from '../../system.js';
import { verdictOnCreate } from '../collections.js';
import { asSystemError, CallFailure } from '../failure.js';
import { judge } from '../judgement.js';
import { shortId } from '../objects.js';
import { blamesSchema, verdictOf } from '../verdict.js';
import { readCsv } from './csv.js';
import type { IngestCalls, JobInfo } from './ingest-calls.js';
import { isClosedAlready, isGone, jobVerdict, unprocessedVerdict } from './job-failure.js';
import { readRowErrors } from './row-error.js';

export interface Collection {
  readonly calls: IngestCalls;
  readonly externalIdField: string;
  readonly now: Date;
  /** Called where the org does not know a field that was sent. */
  schemaChanged(): void;
}

/** Seconds between two looks at a job: at first often, then in proportion to its age. */
const SHORTEST_WAIT = 5;
const LONGEST_WAIT = 60;

/** Asks how far a job is and, once it is over, what became of its records. Throws `SystemError`. */
export async function collect(
  collection: Collection,
  job: string,
  records: readonly JobRecord[],
): Promise<JobProgress> {
  try {
    const info = await collection.calls.info(job);
    switch (info.state) {
      case 'Open':
        // The upload was taken and the call that closes the job got lost.
        await closeAgain(collection.calls, job);
        return pending(collection, records);
      case 'UploadComplete':
      case 'InProgress':
        return pending(collection, records);
      default:
        return { state: 'done', verdicts: await results(collection, job, info, records) };
    }
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    if (isGone(error)) {
      const verdict = jobVerdict('JOB_GONE', 'The bulk job is not there any more, and its results with it.');
      return { state: 'done', verdicts: new Map(records.map(({ id }) => [id, verdict])) };
    }
    throw asSystemError(error);
  }
}

async function closeAgain(calls: IngestCalls, job: string): Promise<void> {
  try {
    await calls.close(job);
  } catch (error) {
    if (!isClosedAlready(error)) throw error;
  }
}

function pending({ now }: Collection, records: readonly JobRecord[]): JobProgress {
  const since = Math.min(...records.map(({ acceptedAt }) => acceptedAt.getTime()));
  const age = Number.isFinite(since) ? (now.getTime() - since) / 1_000 : 0;
  const askAgainAfter = Math.round(Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, age / 4)));
  return { state: 'pending', askAgainAfter, verdicts: new Map() };
}

/** A job that is complete may still have refused all of its rows, and one that failed may have written some. */
async function results(
  collection: Collection,
  job: string,
  info: JobInfo,
  records: readonly JobRecord[],
): Promise<ReadonlyMap<string, Verdict>> {
  const { calls, externalIdField } = collection;
  const open = new OpenRecords(records, externalIdField);
  open.settle(await calls.results(job, 'successfulResults'), (row) => {
    const remoteId = row.get('sf__Id') ?? '';
    if (remoteId === '') return notInResults;
    return { verdict: row.get('sf__Created') === 'true' ? 'created' : 'updated', remoteId };
  });
  if (open.size > 0) {
    open.settle(await calls.results(job, 'failedResults'), (row, { operation }) => {
      const errors = readRowErrors(row.get('sf__Error') ?? '');
      return operation === 'create' ? verdictOnCreate(errors, externalIdField) : verdictOf(judge(errors));
    });
  }
  if (open.size > 0) {
    const verdictOn = unprocessedVerdict(info);
    open.settle(await calls.results(job, 'unprocessedrecords'), (_, { fields }) => verdictOn(fields));
  }
  const verdicts = open.conclude();
  if ([...verdicts.values()].some(blamesSchema)) collection.schemaChanged();
  return verdicts;
}

/** The records of a job that no result was seen of yet, by what their rows are known by. */
class OpenRecords {
  readonly #byKey = new Map<string, JobRecord[]>();
  readonly #byId = new Map<string, JobRecord[]>();
  readonly #verdicts = new Map<string, Verdict>();

  constructor(
    private readonly records: readonly JobRecord[],
    private readonly externalIdField: string,
  ) {
    for (const record of records) {
      if (record.operation === 'create') add(this.#byKey, record.key.toLowerCase(), record);
      else add(this.#byId, shortId(record.remoteId ?? ''), record);
    }
  }

  get size(): number {
    return this.records.length - this.#verdicts.size;
  }

  /** Results come in an order of their own: each row says in its cells whose it is. */
  settle(csv: string, verdict: (row: ReadonlyMap<string, string>, record: JobRecord) => Verdict): void {
    for (const row of readCsv(csv)) {
      const id = row.get('Id');
      const found =
        id === undefined
          ? this.#byKey.get((row.get(this.externalIdField) ?? '').toLowerCase())
          : this.#byId.get(shortId(id));
      for (const record of found ?? []) {
        if (!this.#verdicts.has(record.id)) this.#verdicts.set(record.id, verdict(row, record));
      }
    }
  }

  /** What stands in no result may have been written all the same. */
  conclude(): ReadonlyMap<string, Verdict> {
    for (const { id } of this.records) {
      if (!this.#verdicts.has(id)) this.#verdicts.set(id, notInResults);
    }
    return this.#verdicts;
  }
}

const notInResults = jobVerdict('NOT_IN_RESULTS', 'The results of the bulk job do not name this record.');

function add(index: Map<string, JobRecord[]>, value: string, record: JobRecord): void {
  const others = index.get(value);
  if (others) others.push(record);
  else index.set(value, [record]);
}
