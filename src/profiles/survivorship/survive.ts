import type { FieldProvenance, LockedValue } from '../profile.js';
import type { Candidate } from './candidate.js';
import type { FieldLock } from './field-lock.repository.js';
import { orderOf, type Order, type SurvivorshipRule } from './rules.js';

/** The best value and the best five others. */
const CANDIDATES_KEPT = 6;
const LONGEST_SHOWN = 200;

/**
 * What becomes of a field when leads say more of it: the best candidate by the rule's order survives, the next
 * best of other values are kept beside it. A locked value stays, with what leads say beside it.
 *
 * Adding candidates one by one gives the same as all at once, although only the best are kept: a value that fell
 * out stands below those kept, and can come back only by a better candidate of its own, which then counts alone.
 */
export function survive(
  known: FieldProvenance | undefined,
  said: readonly Candidate[],
  rule: SurvivorshipRule,
): FieldProvenance | undefined {
  const ranked = rank([...candidatesOf(known), ...said], orderOf(rule));
  if (known?.rule === 'manual-lock') return { ...known, over: ranked.map(shown) };
  const [best, ...others] = ranked;
  return best && { ...best, labels: [], rule: rule.rule, over: others.map(shown) };
}

/** The field with a value that somebody fixed; what leads say stays beside it. */
export function lock(
  known: FieldProvenance | undefined,
  { value, lockedAt, lockedBy }: FieldLock,
): LockedValue {
  return {
    value,
    eventId: null,
    sourceId: null,
    at: lockedAt.toISOString(),
    labels: [],
    rule: 'manual-lock',
    lockedBy,
    over: candidatesOf(known).map(shown),
  };
}

function candidatesOf(known: FieldProvenance | undefined): readonly Candidate[] {
  if (known === undefined || known.rule === 'manual-lock') return known?.over ?? [];
  const { value, eventId, sourceId, at, completeness, over } = known;
  return [{ value, eventId, sourceId, at, completeness }, ...over];
}

/** The best candidate of each value, the best value first. */
function rank(candidates: readonly Candidate[], order: Order): Candidate[] {
  const bestOf = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const value = shortened(candidate.value);
    const best = bestOf.get(value);
    if (!best || order(candidate, best) < 0) bestOf.set(value, candidate);
  }
  return [...bestOf.values()].toSorted(order).slice(0, CANDIDATES_KEPT);
}

function shown(candidate: Candidate): Candidate {
  return { ...candidate, value: shortened(candidate.value) };
}

/** A description may be long, and it is only shown beside the one that won. */
function shortened(value: string): string {
  if (value.length <= LONGEST_SHOWN) return value;
  return `${value.slice(0, LONGEST_SHOWN - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
