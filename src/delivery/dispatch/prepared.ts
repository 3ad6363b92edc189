import { newId } from '../../platform/database/index.js';
import type { FieldValues, WriteOperation } from '../../systems/index.js';
import { operationOf, type Sendable } from '../planning/operation.js';
import type { ClaimedDelivery } from './delivery.repository.js';

/** The delivery of a record, without what is known of its person or company. */
export interface DeliveryRef {
  readonly id: string;
  /** One of the two. */
  readonly profileId: string | null;
  readonly accountId: string | null;
  readonly attempt: number;
  readonly wasUnknown: boolean;
  /** What we know of the record over there, if that was known before. */
  readonly recordId: string | null;
  /** Whether its remote id was known before. */
  readonly isThere: boolean;
}

/** A write that is to be made, with what is needed to write down what came of it: all that is kept of many. */
export interface PreparedWrite {
  readonly delivery: DeliveryRef;
  /** Of what is written down of the record, where nothing is yet. */
  readonly recordId: string;
  /** Of what was written down of the record before it is sent; null until it is. */
  readonly intendedAs: string | null;
  readonly key: string;
  readonly operation: WriteOperation;
  /** Of the values that were mapped; null where the record is taken away. */
  readonly hash: Buffer | null;
  /** Values of ours that were seen over there just now. */
  readonly standing: FieldValues;
  readonly adopted: boolean;
  /** Something that people should know although it goes well. */
  readonly note: string | null;
  /** What is overwritten or taken away; null where nothing stands there. */
  readonly before: FieldValues | null;
}

export function deliveryOf(claimed: ClaimedDelivery): DeliveryRef {
  const { id, ours, attempt, wasUnknown } = claimed;
  return {
    id,
    profileId: claimed.kind === 'person' ? claimed.profile.id : null,
    accountId: claimed.kind === 'account' ? claimed.account.id : null,
    attempt,
    wasUnknown,
    recordId: ours?.id ?? null,
    isThere: ours !== null && ours.remoteId !== null,
  };
}

export function prepare(planned: Sendable, claimed: ClaimedDelivery): PreparedWrite {
  const { ours } = planned.candidate;
  const key = ours?.key ?? newId();
  const of = {
    delivery: deliveryOf(claimed),
    recordId: ours?.id ?? newId(),
    intendedAs: null,
    key,
    operation: operationOf(planned, key),
  };
  if (planned.action === 'remove') {
    return { ...of, hash: null, standing: {}, adopted: false, note: null, before: ours?.written ?? {} };
  }
  const written = { ...of, hash: planned.hash, note: noteOf(planned) };
  return planned.action === 'create'
    ? { ...written, standing: {}, adopted: false, before: null }
    : { ...written, standing: planned.standing, adopted: planned.adopted, before: valuesBefore(planned) };
}

function valuesBefore({ differences }: Extract<Sendable, { action: 'update' }>): FieldValues {
  return Object.fromEntries(differences.map(({ field, before }) => [field, before]));
}

function noteOf(planned: Extract<Sendable, { action: 'create' | 'update' }>): string | null {
  const others = planned.action === 'update' ? planned.others : [];
  const notes = [
    ...(others.length > 0
      ? [`The oldest record was adopted. Others that match as well were left alone: ${others.join(', ')}.`]
      : []),
    ...planned.cuts.map(({ field, from, to }) => `${field} was cut from ${from} to ${to} characters.`),
  ];
  return notes.join(' ') || null;
}

export function sentFields({ operation }: Pick<PreparedWrite, 'operation'>): FieldValues {
  return operation.operation === 'remove' ? {} : operation.fields;
}

/** On a list somebody who is there already is only taken note of. */
export function isMereAdoption({ operation, adopted }: PreparedWrite): boolean {
  return adopted && operation.operation === 'update' && Object.keys(operation.fields).length === 0;
}
