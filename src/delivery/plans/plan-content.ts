import { createHash } from 'node:crypto';
import type { Failure } from '../../systems/index.js';
import type { Difference } from '../planning/decision.js';
import type { Planned } from '../planning/plan.js';

export const planActions = [
  'create',
  'update',
  'unchanged',
  'remove',
  'held',
  'rejected',
  'unknown',
] as const;
export type PlanAction = (typeof planActions)[number];

/** What a plan says of one record, as it is stored, shown and hashed. */
export interface PlannedContent {
  readonly action: PlanAction;
  readonly remoteId: string | null;
  /** Whether a record that was there before becomes ours. */
  readonly adopts: boolean;
  /** Field by field; empty where nothing is written. */
  readonly differences: readonly Difference[];
  /** Why it is held, or leaves the list. */
  readonly code: string | null;
  readonly message: string | null;
  /** Why it is rejected, or could not be read. */
  readonly failure: Failure | null;
}

const nothing: PlannedContent = {
  action: 'unchanged',
  remoteId: null,
  adopts: false,
  differences: [],
  code: null,
  message: null,
  failure: null,
};

export function contentOf(planned: Planned): PlannedContent {
  switch (planned.action) {
    case 'create': {
      const differences = Object.entries(planned.fields).map(([field, after]) => ({
        field,
        before: null,
        after,
      }));
      return { ...nothing, action: 'create', differences: sorted(differences) };
    }
    case 'update': {
      const { action, remoteId, adopted, differences } = planned;
      return { ...nothing, action, remoteId, adopts: adopted, differences: sorted(differences) };
    }
    case 'remove': {
      const { action, remoteId, code, message } = planned;
      return { ...nothing, action, remoteId, code, message };
    }
    case 'unchanged':
      return { ...nothing, remoteId: planned.remoteId };
    case 'held':
      return { ...nothing, action: 'held', code: planned.code, message: planned.message };
    case 'rejected':
      return { ...nothing, action: 'rejected', failure: planned.failure };
    case 'unknown':
      return { ...nothing, action: 'unknown', failure: planned.error.failure };
  }
}

/** What a plan holds a record to: equal for two that come to the same. Texts for people are no part of it. */
export function canonical({ action, remoteId, adopts, differences, code, failure }: PlannedContent): string {
  const values = differences.map(({ field, before, after }) => [field, before, after]);
  return JSON.stringify([
    action,
    action === 'unchanged' ? null : remoteId,
    adopts,
    values,
    code,
    failure && [failure.code, failure.field],
  ]);
}

/** The beginning of a plan's hash, before its first record. */
export function firstLink(planId: string, syncId: string): Buffer {
  return createHash('sha256').update(`plan ${planId} of sync ${syncId}`).digest();
}

/** SHA-256 over all records so far, in their order; so a plan that is interrupted goes on with the last link. */
export function nextLink(link: Buffer, subjectId: string, content: PlannedContent): Buffer {
  return createHash('sha256').update(link).update(subjectId).update(canonical(content)).digest();
}

function sorted(differences: readonly Difference[]): Difference[] {
  return differences.toSorted((a, b) => (a.field < b.field ? -1 : 1));
}
