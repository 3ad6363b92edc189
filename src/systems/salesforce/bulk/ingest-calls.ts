import type { Budget } from '../../system.js';
import type { SalesforceClient } from '../client.js';
import { CallFailure, isObject } from '../failure.js';
import { textOf } from '../row.js';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface JobInfo {
  readonly state: JobState;
  readonly errorMessage: string | null;
}

export interface NewJob {
  readonly object: string;
  readonly operation: 'upsert' | 'update';
  /** Of an upsert. */
  readonly externalIdFieldName?: string;
}

const STATES: readonly JobState[] = [
  'Open',
  'UploadComplete',
  'InProgress',
  'JobComplete',
  'Failed',
  'Aborted',
];

/** The calls of a bulk job that writes (Bulk API 2.0 and Bulk API Developer Guide, "Bulk API 2.0 Ingest"). */
export class IngestCalls {
  constructor(
    private readonly client: SalesforceClient,
    private readonly budget: Budget,
  ) {}

  /** Begins a job and answers its id. Like all calls here throws {@link CallFailure} and `SystemError`. */
  create(job: NewJob): Promise<string> {
    const body = { ...job, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
    return this.budget.spend('job', async () => {
      const answer = await this.client.request({ method: 'POST', path: '/jobs/ingest', body });
      const id = isObject(answer) ? textOf(answer.id) : null;
      if (id === null || !/^[A-Za-z0-9]+$/.test(id)) throw unreadable('names no job');
      return id;
    });
  }

  /** A job takes one upload, and nothing is done with it before the job is closed. */
  async upload(job: string, body: Buffer): Promise<void> {
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    await this.client.transfer({ method: 'PUT', path: `/jobs/ingest/${job}/batches`, headers, body });
  }

  async close(job: string): Promise<void> {
    await this.#changeState(job, 'UploadComplete');
  }

  async abort(job: string): Promise<void> {
    await this.#changeState(job, 'Aborted');
  }

  async info(job: string): Promise<JobInfo> {
    const answer = await this.client.request({ method: 'GET', path: `/jobs/ingest/${job}` });
    const given = isObject(answer) ? answer : {};
    const state = STATES.find((name) => name === given.state);
    if (!state) throw unreadable('does not say how far the job is');
    return { state, errorMessage: textOf(given.errorMessage) };
  }

  /** CSV, in whatever order. */
  results(job: string, which: 'successfulResults' | 'failedResults' | 'unprocessedrecords'): Promise<string> {
    const headers = { accept: 'text/csv' };
    return this.client.transfer({ method: 'GET', path: `/jobs/ingest/${job}/${which}`, headers });
  }

  async #changeState(job: string, state: JobState): Promise<void> {
    await this.client.request({ method: 'PATCH', path: `/jobs/ingest/${job}`, body: { state } });
  }
}

function unreadable(what: string): CallFailure {
  const message = `The answer of Salesforce ${what}.`;
  return new CallFailure([{ code: 'UNREADABLE_ANSWER', message, fields: [], status: null }]);
}
