import { ArrayMaxSize, IsIn, IsUUID } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';

export const recordStatuses = [
  'due',
  'sending',
  'delivered',
  'waiting',
  'accepted',
  'unknown',
  'rejected',
  'held',
  'removed',
] as const;
export type RecordStatus = (typeof recordStatuses)[number];

export class RecordPage extends PageQuery {
  @IfGiven()
  @IsIn(recordStatuses)
  status?: RecordStatus;
}

export class RetryRecords {
  @IfGiven()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(1_000)
  recordIds?: string[];

  @IfGiven()
  @IsIn(recordStatuses)
  status?: RecordStatus;
}

export class RecordHold {
  readonly code!: string;
  readonly message!: string;
}

export class RecordError {
  /** The vendor's code where it gave one. */
  readonly code!: string;
  readonly message!: string;
  /** The remote field it is about. */
  readonly field!: string | null;
  readonly advice!: string;
  readonly whoActs!: 'admin' | 'sales-ops' | 'vendor' | 'us';
}

/** One person or company in one sync: what became of it over there, or why nothing did. */
export class ShownRecord {
  readonly recordId!: string;
  /** One of the two, by what the object takes. */
  readonly profileId!: string | null;
  readonly accountId!: string | null;
  readonly objectKind!: string;
  readonly status!: RecordStatus;
  readonly remoteId!: string | null;
  readonly attempts!: number;
  /** When it is sent or looked up next, or what became of it in a job is asked for. */
  readonly dueAt!: Date | null;
  readonly deliveredAt!: Date | null;
  readonly hold!: RecordHold | null;
  readonly error!: RecordError | null;
}

export class RetriedRecords {
  /** How many are tried again; watch them in the list. */
  readonly retried!: number;
}

export class MarkedRecords {
  /** How many, one a sync, are sent; watch them in the history of the person. */
  readonly records!: number;
}

/** One line of the history of a person or company. */
export class HistoryLine {
  readonly id!: string;
  readonly at!: Date;
  readonly kind!: 'lead' | 'delivery' | 'matched' | 'merged' | 'split' | 'asserted-distinct';
  /** A sentence for people. */
  readonly summary!: string;
  readonly eventId!: string | null;
  readonly syncId!: string | null;
  readonly runId!: string | null;
  readonly remoteId!: string | null;
  readonly code!: string | null;
  /** Those that were written over there. */
  readonly fields!: string[];
}
