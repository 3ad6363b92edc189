import type { ObjectSchema } from '../org/schema.js';

export const JOB_OPERATIONS = ['insert', 'update', 'upsert', 'delete'] as const;
export type JobOperation = (typeof JOB_OPERATIONS)[number];

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** What became of one row; the cells as they were sent. */
export interface RowResult {
  readonly cells: readonly string[];
  readonly id: string;
  /** Null where the row was refused. */
  readonly created: boolean | null;
  readonly error: string;
}

/** What came of an upload. */
export interface JobOutcome {
  readonly state: 'JobComplete' | 'Failed';
  readonly errorMessage: string | null;
  readonly columns: readonly string[];
  readonly results: readonly RowResult[];
  readonly unprocessed: readonly (readonly string[])[];
}

/** A bulk job that writes. Source: Bulk API 2.0 and Bulk API Developer Guide, Bulk API 2.0 Ingest. */
export interface IngestJob {
  readonly id: string;
  readonly schema: ObjectSchema;
  readonly operation: JobOperation;
  readonly externalIdField: string | null;
  readonly lineEnding: 'LF' | 'CRLF';
  readonly assignmentRule: boolean;
  readonly createdAt: Date;
  readonly version: number;
  state: JobState;
  /** Null until it was uploaded. */
  content: string | null;
  /** Looks at the job that still find it at work. */
  pollsLeft: number;
  outcome: JobOutcome | null;
}

export function isOver({ state }: IngestJob): boolean {
  return state === 'JobComplete' || state === 'Failed' || state === 'Aborted';
}
