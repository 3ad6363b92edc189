import type { Failure, FieldValue, FieldValues, Verdict } from '../../systems/index.js';
import { backOff, MOST_ATTEMPTS } from '../destinations/back-off.js';
import type { Planned } from '../planning/plan.js';
import type { ClaimedDelivery } from './delivery.repository.js';
import { deliveryOf, sentFields, type DeliveryRef, type PreparedWrite } from './prepared.js';

/** A value that was overwritten. */
export interface Change {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Whether the value before was one that we had written. */
  readonly ours: boolean;
}

/** What is written down of one record after a send. */
export interface Outcome {
  readonly id: string;
  readonly profileId: string | null;
  readonly accountId: string | null;
  readonly status: 'delivered' | 'waiting' | 'accepted' | 'unknown' | 'rejected' | 'held' | 'removed';
  /** The column of the run that counts it. */
  readonly counts: RunCount;
  /** What we know of the record over there, if that was known before the send. */
  readonly remoteRecordId: string | null;
  /** The same of a record that was sent, as it was written down before. */
  readonly intendedAs: string | null;
  readonly remoteId: string | null;
  readonly acceptedHash: Buffer | null;
  readonly attempt: number;
  readonly dueAt: Date | null;
  readonly hold: { readonly code: string; readonly message: string } | null;
  readonly error: Failure | null;
  /** Something that people should know although it went well. */
  readonly note: string | null;
  /** Field values of ours that stand over there, as far as we know now. */
  readonly written: FieldValues;
  /** Whether it has become known what came of the values that were being sent. */
  readonly settled: boolean;
  readonly origin: 'created' | 'adopted' | null;
  /** The record came to be known over there by this; one that is adopted is known before it is written. */
  readonly isNew: boolean;
  /** The job that has it, while it is accepted. */
  readonly job: AcceptedJob | null;
  /** What was overwritten or taken away; null where nothing stood there before, or a job no longer tells. */
  readonly changes: readonly Change[] | null;
}

export interface AcceptedJob {
  readonly job: string;
  readonly operation: 'create' | 'update' | 'remove';
  readonly hash: Buffer | null;
  readonly collectAt: Date;
}

export const runCounts = [
  'created',
  'updated',
  'removed',
  'unchanged',
  'held',
  'rejected',
  'waiting',
  'accepted',
  'unknown',
] as const;
export type RunCount = (typeof runCounts)[number];

type Blank = Omit<Outcome, 'status' | 'counts'>;

function blank({ id, profileId, accountId, recordId }: DeliveryRef): Blank {
  return {
    id,
    profileId,
    accountId,
    remoteRecordId: recordId,
    intendedAs: null,
    remoteId: null,
    acceptedHash: null,
    attempt: 0,
    dueAt: null,
    hold: null,
    error: null,
    note: null,
    written: {},
    settled: false,
    origin: null,
    isNew: false,
    job: null,
    changes: null,
  };
}

/** The outcome of a record for which nothing had to be sent; null when something must be. */
export function outcomeWithoutSending(planned: Planned, claimed: ClaimedDelivery): Outcome | null {
  const delivery = deliveryOf(claimed);
  const base = blank(delivery);
  switch (planned.action) {
    case 'held':
      return {
        ...base,
        status: 'held',
        counts: 'held',
        hold: { code: planned.code, message: planned.message },
      };
    case 'rejected':
      return { ...base, status: 'rejected', counts: 'rejected', error: planned.failure };
    case 'unchanged':
      return {
        ...base,
        status: 'delivered',
        counts: wasCreatedUnseen(delivery) ? 'created' : 'unchanged',
        remoteId: planned.remoteId,
        acceptedHash: planned.hash,
        written: planned.standing,
        settled: true,
        origin: 'created',
        isNew: planned.remoteId !== null && !delivery.isThere,
      };
    default:
      return null;
  }
}

/** A create whose answer was lost, and which is now found to have been done. */
function wasCreatedUnseen({ recordId, isThere }: DeliveryRef): boolean {
  return recordId !== null && !isThere;
}

/** The outcome of a record that was sent, from its verdict. */
export function outcomeOf(prepared: PreparedWrite, verdict: Verdict, now: Date): Outcome {
  const { delivery, hash, standing, adopted, operation } = prepared;
  const base = { ...blank(delivery), intendedAs: prepared.intendedAs };
  switch (verdict.verdict) {
    case 'created':
    case 'updated':
    case 'unchanged':
      return {
        ...base,
        status: 'delivered',
        counts: verdict.verdict,
        remoteId: verdict.remoteId,
        acceptedHash: hash,
        written: { ...standing, ...sentFields(prepared) },
        note: prepared.note,
        settled: true,
        origin: adopted ? 'adopted' : 'created',
        isNew: !delivery.isThere && !adopted,
        changes: changesOf(prepared),
      };
    case 'removed':
      return { ...base, status: 'removed', counts: 'removed', settled: true, changes: changesOf(prepared) };
    case 'accepted': {
      const collectAt = inSeconds(now, verdict.collectAfter);
      const job = { job: verdict.job, operation: operation.operation, hash, collectAt };
      return {
        ...base,
        status: 'accepted',
        counts: 'accepted',
        // What a job refuses again and again is given up in the end, like what calls refuse.
        attempt: delivery.attempt,
        note: prepared.note,
        job,
        changes: changesOf(prepared),
      };
    }
    case 'held':
      return { ...base, status: 'held', counts: 'held', hold: verdict, settled: true };
    case 'rejected':
      return { ...base, status: 'rejected', counts: 'rejected', error: verdict, settled: true };
    case 'unknown': {
      const attempt = delivery.attempt + 1;
      if (attempt >= MOST_ATTEMPTS) return givenUp(base, verdict, attempt);
      const dueAt = inSeconds(now, verdict.lookUpAfter);
      return { ...base, status: 'unknown', counts: 'unknown', attempt, dueAt, error: verdict };
    }
    case 'retry':
      return retried(base, verdict, delivery, now);
  }
}

type Retry = Extract<Verdict, { verdict: 'retry' }>;

/**
 * What the whole organisation refuses says nothing against the record: it is no attempt, and the pause of
 * the organisation is all there is to wait for.
 */
function retried(base: Blank, verdict: Retry, { attempt, wasUnknown }: DeliveryRef, now: Date): Outcome {
  const isPause = verdict.scope === 'organisation';
  const attempts = isPause ? attempt : attempt + 1;
  if (attempts >= MOST_ATTEMPTS) return givenUp(base, verdict, attempts);
  const wait = verdict.after === null ? backOff(attempts) : verdict.after * 1_000;
  const dueAt = isPause ? now : new Date(now.getTime() + wait);
  return {
    ...base,
    status: wasUnknown ? 'unknown' : 'waiting',
    counts: wasUnknown ? 'unknown' : 'waiting',
    attempt: attempts,
    dueAt,
    error: verdict,
  };
}

function givenUp(base: Blank, { code, field, advice, whoActs, message }: Failure, attempt: number): Outcome {
  const error = {
    code,
    field,
    advice,
    whoActs,
    message: `Given up after ${attempt} attempts. Last answer: ${message}`,
  };
  return { ...base, status: 'rejected', counts: 'rejected', error, attempt };
}

/** The outcome of a record that PostgreSQL refuses to store as it came out: it must not hold back the others. */
export function notStored(outcome: Outcome, sqlState: string): Outcome {
  const { id, profileId, accountId, remoteRecordId, attempt } = outcome;
  const delivery = { id, profileId, accountId, recordId: remoteRecordId };
  return {
    ...blank({ ...delivery, attempt, wasUnknown: false, isThere: false }),
    attempt,
    status: 'rejected',
    counts: 'rejected',
    error: cannotBeStored(sqlState),
  };
}

export function cannotBeStored(sqlState: string): Failure {
  return {
    code: 'cannot-be-stored',
    message: `The database refused what there was to write down of this record (PostgreSQL error ${sqlState}).`,
    field: null,
    advice: 'Please report it; the record can be tried again once the cause is removed.',
    whoActs: 'us',
  };
}

/** What a removal takes away is what we had written. */
function changesOf({ before, standing, operation }: PreparedWrite): readonly Change[] | null {
  if (before === null) return null;
  const after = operation.operation === 'remove' ? {} : operation.fields;
  return Object.entries(before).map(([field, value]) => ({
    field,
    before: value,
    after: after[field] ?? null,
    ours: operation.operation === 'remove' || Object.hasOwn(standing, field),
  }));
}

function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}
