import {
  SystemError,
  type Failure,
  type FieldValues,
  type LookUpAnswer,
  type MappingEntry,
  type ObjectDescription,
  type ParentDeclaration,
  type Place,
  type SystemSession,
} from '../../systems/index.js';
import type { EnrichmentSettings } from '../../enrichment/index.js';
import { mapRecord, missingOnCreate, type Cut, type MappedRecord } from '../mapping/map-record.js';
import { recordOf } from '../mapping/record.js';
import { ownerIdOf, type Candidate } from './candidate.js';
import { decisionFor } from './decide.js';
import type { Decision, Difference, HoldCode, ParentIds, RemoteOwner } from './decision.js';
import { reasonToLeave, type Leaving } from './exit.js';
import { standingMembership } from './membership.js';
import { isSendable, operationOf } from './operation.js';
import { awaitedParent, parentIds } from './parents.js';
import { requestFor } from './request.js';
import type { Rule } from './rule.js';

/** Everything about a sync that decides what becomes of a record. */
export interface PlanContext {
  readonly session: Pick<SystemSession, 'lookUp' | 'foresee'>;
  readonly place: Place;
  readonly parents: readonly ParentDeclaration[];
  /** Whether who leaves is taken off the list over there. */
  readonly removesOnExit: boolean;
  readonly mapping: readonly MappingEntry[];
  readonly description: ObjectDescription;
  readonly filter: Rule | null;
  readonly lookUpBatch: number;
  readonly now: Date;
  readonly enrichment: EnrichmentSettings;
  owners(remoteIds: readonly string[]): Promise<ReadonlyMap<string, RemoteOwner>>;
}

/** What will become of a record. Nothing is sent or stored by planning. */
export type Planned = { readonly candidate: Candidate } & (
  | {
      readonly action: 'create';
      readonly fields: FieldValues;
      readonly parents: ParentIds;
      readonly hash: Buffer;
      readonly cuts: readonly Cut[];
    }
  | {
      readonly action: 'update';
      readonly remoteId: string;
      readonly adopted: boolean;
      readonly differences: readonly Difference[];
      readonly standing: FieldValues;
      readonly others: readonly string[];
      readonly hash: Buffer;
      readonly cuts: readonly Cut[];
    }
  /** `code` and `message` say why it leaves. */
  | {
      readonly action: 'remove';
      readonly remoteId: string;
      readonly code: HoldCode;
      readonly message: string;
    }
  | {
      readonly action: 'unchanged';
      readonly remoteId: string | null;
      readonly standing: FieldValues;
      readonly hash: Buffer;
    }
  /** `code`: a {@link HoldCode}, or one of the system's own. */
  | { readonly action: 'held'; readonly code: string; readonly message: string }
  | { readonly action: 'rejected'; readonly failure: Failure }
  /** It could not be read over there, so nobody knows. */
  | { readonly action: 'unknown'; readonly error: SystemError }
);

/** A record that is not settled before the other system is asked. */
interface Open {
  readonly candidate: Candidate;
  readonly mapped: MappedRecord;
  readonly hash: Buffer;
  readonly cuts: readonly Cut[];
  /** Why it leaves; it is looked up then to be taken away. */
  readonly leaving: Leaving | null;
}

/** Says for each record what a send would do, by reading the live system. The one builder of previews and writes. */
export async function plan(candidates: readonly Candidate[], context: PlanContext): Promise<Planned[]> {
  const planned: Planned[] = [];
  const open: Open[] = [];
  for (const candidate of candidates) {
    const settled = guarded(candidate, () => withoutLooking(candidate, context));
    if ('action' in settled) planned.push(settled);
    else open.push(settled);
  }
  for (let start = 0; start < open.length; start += context.lookUpBatch) {
    planned.push(...(await planByLooking(open.slice(start, start + context.lookUpBatch), context)));
  }
  return planned;
}

/** A fault of ours with one record is that record's alone. */
function guarded<T>(candidate: Candidate, work: () => T): T | Planned {
  try {
    return work();
  } catch (error) {
    const failure: Failure = {
      code: 'cannot-be-planned',
      message: `What to send could not be worked out: ${error instanceof Error ? error.message : String(error)}`,
      field: null,
      advice: 'Look for an unusual value or rule in the mapping and filter of the sync; please report it.',
      whoActs: 'us',
    };
    return { candidate, action: 'rejected', failure };
  }
}

/** What policy, mapping and the last accepted state settle without a call. */
function withoutLooking(candidate: Candidate, context: PlanContext): Planned | Open {
  const { mapping, description, enrichment, parents } = context;
  const { ours, acceptedHash } = candidate;
  const fields = recordOf(candidate, enrichment);
  const leaving = reasonToLeave(candidate, fields, context);
  if (leaving) return leave(candidate, leaving, context);
  const awaited = awaitedParent(candidate, parents);
  if (awaited) {
    const message = `Waits until the ${awaited.object} it belongs to is there, which another sync is to bring.`;
    return { candidate, action: 'held', code: 'waits-for-parent', message };
  }
  const result = mapRecord(fields, mapping, description);
  if (!result.ok) return { candidate, action: 'rejected', failure: result.failure };
  const { mapped, hash, cuts } = result;
  // While it is open what came of the last send, something else may stand over there by now.
  if (acceptedHash?.equals(hash) && !ours?.writing) {
    return { candidate, action: 'unchanged', remoteId: ours?.remoteId ?? null, standing: {}, hash };
  }
  return { candidate, mapped, hash, cuts, leaving: null };
}

function leave(candidate: Candidate, leaving: Leaving, { removesOnExit }: PlanContext): Planned | Open {
  const { ours } = candidate;
  if (removesOnExit && ours?.remoteId)
    return { candidate, action: 'remove', remoteId: ours.remoteId, ...leaving };
  // A membership whose answer was lost may stand there all the same.
  if (removesOnExit && ours?.writing)
    return { candidate, mapped: new Map(), hash: Buffer.alloc(0), cuts: [], leaving };
  return { candidate, action: 'held', ...leaving };
}

async function planByLooking(open: readonly Open[], context: PlanContext): Promise<Planned[]> {
  const answers = await lookUp(open, context);
  if (answers instanceof SystemError) {
    return open.map(({ candidate }) => ({ candidate, action: 'unknown', error: answers }));
  }
  const found = [...answers.values()].flatMap(({ candidates }) => candidates.map(({ remoteId }) => remoteId));
  const owners = new Map(await context.owners(found));
  return open.map((one) => {
    const answer = answers.get(one.candidate.id) ?? { candidates: [], missing: [] };
    const planned = guarded(one.candidate, () => foreseen(byAnswer(one, answer, owners, context), context));
    // Two records of one batch must not adopt the same one over there.
    if (planned.action === 'update' && !owners.has(planned.remoteId))
      owners.set(planned.remoteId, { ownerId: ownerIdOf(one.candidate), apartFrom: [] });
    return planned;
  });
}

async function lookUp(open: readonly Open[], { session, place, parents }: PlanContext) {
  const requests = open.map(({ candidate, mapped }) =>
    requestFor(candidate, [...mapped.keys()], parents, place.target !== null),
  );
  try {
    return await session.lookUp(place, requests);
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
}

function byAnswer(
  { candidate, leaving, ...rest }: Open,
  answer: LookUpAnswer,
  owners: ReadonlyMap<string, RemoteOwner>,
  { place, parents, description }: PlanContext,
): Planned {
  const known = {
    object: place.object,
    mapped: rest.mapped,
    ours: candidate.ours,
    answer,
    parents: parentIds(candidate, parents),
    owners,
  };
  if (leaving) {
    const remoteId = standingMembership(known);
    return remoteId === null
      ? { candidate, action: 'held', ...leaving }
      : { candidate, action: 'remove', remoteId, ...leaving };
  }
  const decision = decisionFor(candidate, known, parents, place.target !== null);
  return fromDecision({ candidate, ...rest }, decision, description);
}

/** What the system would hold or reject without a call is planned so, that a preview tells what a send would. */
function foreseen(planned: Planned, { session, place }: PlanContext): Planned {
  if (!isSendable(planned)) return planned;
  const { candidate } = planned;
  const verdict = session.foresee?.(place, operationOf(planned, candidate.ours?.key ?? ''));
  switch (verdict?.verdict) {
    case 'held':
      return { candidate, action: 'held', code: verdict.code, message: verdict.message };
    case 'rejected':
      return { candidate, action: 'rejected', failure: failureOf(verdict) };
    default:
      return planned;
  }
}

function failureOf({ code, message, field, advice, whoActs }: Failure): Failure {
  return { code, message, field, advice, whoActs };
}

function fromDecision(
  { candidate, mapped, hash, cuts }: Omit<Open, 'leaving'>,
  decision: Decision,
  description: ObjectDescription,
): Planned {
  if (decision.action === 'held') return { candidate, ...decision };
  const missing = decision.action === 'create' ? missingOnCreate(mapped, description) : null;
  if (missing) return { candidate, action: 'rejected', failure: missing };
  return decision.action === 'unchanged'
    ? { candidate, hash, ...decision }
    : { candidate, hash, cuts, ...decision };
}
