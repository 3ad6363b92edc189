import type { Verdict } from './verdict.js';

export type FieldValue = string | number | boolean | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;

export interface LookUpRequest {
  /** Ours; the answer carries it. */
  readonly id: string;
  /** The value of the external key minted for this record. */
  readonly key?: string;
  readonly remoteIds?: readonly string[];
  readonly emails?: readonly string[];
  /** Of a company: it may stand there under one of these. */
  readonly domains?: readonly string[];
  readonly names?: readonly string[];
  /** Remote ids of the parents that are known, by their object. */
  readonly parents?: Readonly<Record<string, string>>;
  /** Remote fields whose present values are wanted. */
  readonly fields: readonly string[];
}

export interface LookUpAnswer {
  readonly candidates: readonly RemoteCandidate[];
  /** Remote ids asked for that do not exist (any more), or that the signed-in user may not see. */
  readonly missing: readonly string[];
}

/** A record that stands in the other system and may be the same person or company. */
export interface RemoteCandidate {
  readonly remoteId: string;
  /** The object it is of: `lead`, `contact`. A membership that is looked up may answer the parent it would be of. */
  readonly object: string;
  readonly key: string | null;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Of a company. */
  readonly name?: string | null;
  readonly domain?: string | null;
  readonly createdAt: Date;
  readonly converted: boolean;
  /** Where a converted lead went. */
  readonly convertedTo: string | null;
  readonly fields: FieldValues;
  /** A link for people. */
  readonly url: string;
}

export type WriteOperation =
  | {
      readonly id: string;
      readonly operation: 'create';
      readonly key: string;
      readonly fields: FieldValues;
      /** Remote ids of the parents, by their object. */
      readonly parents?: Readonly<Record<string, string>>;
    }
  | {
      readonly id: string;
      readonly operation: 'update';
      readonly remoteId: string;
      readonly fields: FieldValues;
      /** Stamped on a record that is adopted, so that it is known as ours from then on. */
      readonly key?: string;
      /** What Tributary last wrote there, where it is known: some vendors take a record only whole. */
      readonly written?: FieldValues;
    }
  | {
      readonly id: string;
      readonly operation: 'remove';
      readonly remoteId: string;
      /** As in an update: some vendors find a member of a list by more than its id. */
      readonly written?: FieldValues;
    };

/** A record that was handed over as part of a job, as its job is asked about it. */
export interface JobRecord {
  readonly id: string;
  readonly operation: WriteOperation['operation'];
  readonly key: string;
  readonly remoteId: string | null;
  /** What was sent. */
  readonly fields: FieldValues;
  readonly acceptedAt: Date;
}

/** What a job was to do with a record, so that it can be asked for again. */
export function operationOfJob({
  id,
  operation,
  key,
  remoteId,
  fields,
}: Omit<JobRecord, 'acceptedAt'>): WriteOperation {
  if (operation === 'create') return { id, operation, key, fields };
  return operation === 'update'
    ? { id, operation, remoteId: remoteId ?? '', fields }
    : { id, operation, remoteId: remoteId ?? '' };
}

/** `pending`: to be asked again after so many seconds; verdicts are of those that are through already. */
export type JobProgress =
  | {
      readonly state: 'pending';
      readonly askAgainAfter: number;
      readonly verdicts: ReadonlyMap<string, Verdict>;
    }
  | { readonly state: 'done'; readonly verdicts: ReadonlyMap<string, Verdict> };
