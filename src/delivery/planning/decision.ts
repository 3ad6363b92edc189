import type {
  FieldValue,
  FieldValues,
  LookUpAnswer,
  RemoteCandidate,
  WritePolicy,
} from '../../systems/index.js';
import type { MappedRecord } from '../mapping/map-record.js';

/** What we know of a record over there. */
export interface RemoteRecord {
  readonly id: string;
  /** The value of the external key, minted before the first create. */
  readonly key: string;
  readonly remoteId: string | null;
  /** Field values that the other system last accepted from us. */
  readonly written: FieldValues;
  /** Field values that were being sent when we last heard; they may or may not have arrived. */
  readonly writing: FieldValues | null;
}

/** The person or account with whom we keep a record in step. */
export interface RemoteOwner {
  readonly ownerId: string;
  /** People of whom it was decided that they are somebody else. */
  readonly apartFrom: readonly string[];
}

export interface Difference {
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** Remote ids of parents, by their object. */
export type ParentIds = Readonly<Record<string, string>>;

/** `standing`: values that we wrote and that stand over there unchanged. */
export type Decision =
  | { readonly action: 'create'; readonly fields: FieldValues; readonly parents: ParentIds }
  | {
      readonly action: 'update';
      readonly remoteId: string;
      readonly adopted: boolean;
      readonly differences: readonly Difference[];
      readonly standing: FieldValues;
      /** Further records of the same person or company, by their links. */
      readonly others: readonly string[];
    }
  | { readonly action: 'unchanged'; readonly remoteId: string; readonly standing: FieldValues }
  | { readonly action: 'held'; readonly code: HoldCode; readonly message: string };

export type HoldCode =
  | 'do-not-contact'
  | 'superseded'
  | 'not-in-filter'
  | 'waits-for-parent'
  | 'no-such-lead'
  | 'already-a-contact'
  | 'converted'
  | 'name-conflict'
  | 'deleted-remotely'
  | 'already-owned'
  /** What would be written, or what stands over there, is not as it was planned. */
  | 'drifted'
  /** What a run wrote was taken back. */
  | 'reverted'
  /** What a run did cannot be taken back. */
  | 'not-reverted';

/** What a decision about one record rests on. */
export interface Known {
  /** The object that the sync fills. */
  readonly object: string;
  readonly mapped: MappedRecord;
  readonly ours: RemoteRecord | null;
  readonly answer: LookUpAnswer;
  readonly parents: ParentIds;
  /** Who owns records over there, by remote id. */
  readonly owners: ReadonlyMap<string, RemoteOwner>;
}

/** The record that is ours already, by its remote id or, where an answer was lost, by its key; null where none is. */
export function decideOurs(known: Known): Decision | null {
  const { ours, answer } = known;
  if (!ours) return null;
  const { remoteId } = ours;
  const live = remoteId
    ? answer.candidates.find((candidate) => candidate.remoteId === remoteId)
    : answer.candidates.find(({ key }) => key === ours.key);
  if (live) return live.converted ? heldConverted(live) : write(known, live, false);
  if (!remoteId) return null;
  return held(
    'deleted-remotely',
    `The record ${remoteId} was deleted over there, or the connected user may no longer see it. It is not created again unasked.`,
  );
}

/** Adopts a record that was found, unless it is kept in step with somebody else. */
export function adopt(
  known: Known,
  found: RemoteCandidate,
  owned: { readonly id: string; readonly kind: 'person' | 'account' },
  others: readonly RemoteCandidate[],
): Decision {
  const owner = known.owners.get(found.remoteId)?.ownerId;
  if (owner === undefined || owner === owned.id) {
    return write(
      known,
      found,
      true,
      others.map(({ url }) => url),
    );
  }
  const another =
    owned.kind === 'person' ? `another person (profile ${owner})` : `another account (${owner})`;
  return held('already-owned', `${found.url} is kept in step with ${another}.`);
}

export function create({ mapped, parents }: Known): Decision {
  const given = [...mapped].filter(([, { value }]) => !blank(value));
  const fields = Object.fromEntries(given.map(([field, { value }]) => [field, value]));
  return { action: 'create', fields, parents };
}

/** The oldest first; by id where they are of one age. */
export function byAge(a: RemoteCandidate, b: RemoteCandidate): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.remoteId < b.remoteId ? -1 : 1);
}

export function heldConverted({ url, convertedTo }: RemoteCandidate): Decision {
  const where = convertedTo ? ` It became the contact ${convertedTo}.` : '';
  return held('converted', `The lead was converted over there: ${url}.${where}`);
}

export function held(code: HoldCode, message: string): Decision {
  return { action: 'held', code, message };
}

export function write(
  { mapped, ours }: Known,
  live: RemoteCandidate,
  adopted: boolean,
  others: readonly string[] = [],
): Decision {
  const differences: Difference[] = [];
  const standing: Record<string, FieldValue> = {};
  for (const [field, { value, write: policy }] of mapped) {
    const before = live.fields[field] ?? null;
    const isOurs = wroteIt(before, field, ours?.written) || wroteIt(before, field, ours?.writing);
    if (isOurs) standing[field] = before;
    if (same(before, value) || !mayWrite(policy, value, before, isOurs)) continue;
    differences.push({ field, before, after: value });
  }
  return differences.length > 0 || adopted
    ? { action: 'update', remoteId: live.remoteId, adopted, differences, standing, others }
    : { action: 'unchanged', remoteId: live.remoteId, standing };
}

/** What we wrote and nobody changed since is ours to keep current. */
function mayWrite(policy: WritePolicy, value: FieldValue, before: FieldValue, isOurs: boolean): boolean {
  if (policy === 'create-only') return false;
  if (policy === 'always') return true;
  if (blank(value)) return false;
  return policy === 'never-null' || blank(before) || isOurs;
}

function wroteIt(before: FieldValue, field: string, values: FieldValues | null | undefined): boolean {
  return !!values && Object.hasOwn(values, field) && same(before, values[field] ?? null);
}

function blank(value: FieldValue): boolean {
  return value === null || value === '';
}

/** A system may trim what it stores, and answers null for an empty text. */
export function same(a: FieldValue, b: FieldValue): boolean {
  if (blank(a) || blank(b)) return blank(a) && blank(b);
  return typeof a === 'string' && typeof b === 'string' ? a.trim() === b.trim() : a === b;
}
