import type { Failure, JobProgress, JobRecord, LookUpAnswer, Place, Verdict } from '../system.js';
import { operationOfJob } from '../system.js';
import type { MarketoClient } from './client.js';
import { readCsv } from './csv.js';
import { CallFailure, isObject, textOf } from './failure.js';
import { requestFor, type LeadLookUp } from './lead-look-up.js';
import { findLost, isLost, type Search } from './lost-import.js';
import { caseless } from './objects.js';
import { partByPart } from './part-by-part.js';
import { readable, type Row } from './reading.js';
import type { MarketoSettings } from './settings.js';
import { held, retryRecord } from './verdict.js';
import type { MarketoWriter } from './writer.js';

const askAgainAfter = 30;
/** Marketo forgets an import after seven days; the last hour is left alone. */
const longestKept = (7 * 24 - 1) * 3_600_000;
/** Codes by which Marketo says that it knows no such import. */
const unknownBatch = ['1013', '1003', '702'];

/**
 * What became of the records of an import. Marketo says how many rows failed, and nothing of the others: who was made
 * is read back, which also gives their ids. Why a row failed it says in words alone, of what passes as of what does not;
 * the row is sent once more by a call, whose answer has a code.
 */
export class Collector {
  constructor(
    private readonly client: MarketoClient,
    private readonly settings: MarketoSettings,
    private readonly lookUp: LeadLookUp,
    private readonly writer: MarketoWriter,
  ) {}

  /** Throws `SystemError`. */
  async collect(place: Place, batch: string, records: readonly JobRecord[]): Promise<JobProgress> {
    if (isLost(batch)) return findLost(this.#searchForLost(), records);
    const status = await this.#statusOf(batch, records);
    const word = status === null ? 'forgotten' : textOf(status.status);
    if (word === 'Queued' || word === 'Importing') {
      return { state: 'pending', askAgainAfter, verdicts: new Map() };
    }
    const failed = Number(status?.numOfRowsFailed ?? 0) > 0 ? await this.#failedIn(batch) : new Set<string>();
    return partByPart(records, (part) => this.#verdicts(place, part, failed, word));
  }

  /** Who is not there in the end is looked up and sent again, as after an import that Marketo forgot. */
  #searchForLost(): Search {
    const { lookUp, settings, client } = this;
    return {
      lookUp,
      lookupField: settings.lookupField,
      now: client.now(),
      missing: retryRecord(notImported),
    };
  }

  /** Null where Marketo does not know the import any more. */
  async #statusOf(batch: string, records: readonly JobRecord[]): Promise<Row | null> {
    const now = this.client.now().getTime();
    if (records.every(({ acceptedAt }) => now - acceptedAt.getTime() > longestKept)) return null;
    const path = `/bulk/v1/leads/batch/${encodeURIComponent(batch)}.json`;
    try {
      const { result } = await this.client.request({ method: 'GET', path });
      return result.find(isObject) ?? null;
    } catch (error) {
      if (error instanceof CallFailure && unknownBatch.some((code) => error.has(code))) return null;
      return readable(this.client, Promise.reject(error));
    }
  }

  /** What tells the rows apart that failed: they come back as they were sent, with a column more that says why. */
  async #failedIn(batch: string): Promise<ReadonlySet<string>> {
    const path = `/bulk/v1/leads/batch/${encodeURIComponent(batch)}/failures.json`;
    const file = await readable(this.client, this.client.download({ method: 'GET', path }));
    const { lookupField } = this.settings;
    return new Set(readCsv(file).map((row) => caseless(row[lookupField] ?? row.id ?? '')));
  }

  async #verdicts(
    place: Place,
    records: readonly JobRecord[],
    failed: ReadonlySet<string>,
    word: string | null,
  ): Promise<ReadonlyMap<string, Verdict>> {
    const hasFailed = (record: JobRecord) => failed.has(caseless(this.#tellingValue(record)));
    const isUpdated = (record: JobRecord) =>
      word === 'Complete' && record.remoteId !== null && !hasFailed(record);
    const found = await this.#readBack(records.filter((record) => !isUpdated(record)));
    const isThere = ({ id }: JobRecord) => (found.get(id)?.candidates.length ?? 0) > 0;
    const again = records.filter(
      (record) => hasFailed(record) && (record.remoteId === null || isThere(record)),
    );
    const answers = again.length > 0 ? await this.writer.write(place, again.map(operationOfJob)) : new Map();
    const verdictOf = (record: JobRecord): Verdict => {
      const { remoteId } = record;
      if (remoteId !== null && isUpdated(record)) return { verdict: 'updated', remoteId };
      const [lead] = found.get(record.id)?.candidates ?? [];
      if (remoteId !== null) return lead ? retryRecord(notImported) : gone(remoteId);
      return lead && word !== 'Failed'
        ? { verdict: 'created', remoteId: lead.remoteId }
        : retryRecord(notImported);
    };
    return new Map(records.map((record) => [record.id, answers.get(record.id) ?? verdictOf(record)]));
  }

  async #readBack(records: readonly JobRecord[]): Promise<ReadonlyMap<string, LookUpAnswer>> {
    if (records.length === 0) return new Map();
    return this.lookUp.of(records.map((record) => requestFor(record, this.settings.lookupField)));
  }

  /** What the row was told apart by in the file. */
  #tellingValue({ remoteId, fields }: JobRecord): string {
    return remoteId ?? String(fields[this.settings.lookupField] ?? '');
  }
}

function gone(remoteId: string): Verdict {
  return held(
    'deleted-remotely',
    `The lead ${remoteId} was deleted or merged in Marketo before the import reached it. It is not made again unasked.`,
  );
}

const notImported: Failure = {
  code: 'NOT_IMPORTED',
  message:
    'The import ended, or Marketo does not know it any more, and the record is not there as it was sent.',
  field: null,
  advice: 'Nothing to do: it is looked up and sent again by itself.',
  whoActs: 'vendor',
};
