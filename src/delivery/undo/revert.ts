import type { LookUpAnswer } from '../../systems/index.js';
import type { Change } from '../dispatch/outcome.js';
import type { Candidate } from '../planning/candidate.js';
import { same, type Difference, type HoldCode, type ParentIds } from '../planning/decision.js';
import type { Planned } from '../planning/plan.js';

/** What a run did to one record, in the order in which it did. A job has it first and tells later what it became. */
export interface RunDeed {
  readonly outcome: 'created' | 'updated' | 'removed' | 'accepted';
  readonly remoteId: string | null;
  /** Null where nothing stood there before, or where the values were forgotten since. */
  readonly changes: readonly Change[] | null;
}

interface Standing {
  readonly answer: LookUpAnswer;
  readonly parents: ParentIds;
  /** Whether the records are memberships of a list or campaign, which alone are taken away. */
  readonly isMembership: boolean;
}

/**
 * The way back from what a run did to a record: the values of before, where those of the run still stand; off a list
 * who was put on it, and on it again who was taken off. A record of which any field stands otherwise by now is left as
 * it is, since somebody else has gone on with it.
 */
export function revert(candidate: Candidate, deeds: readonly RunDeed[], standing: Standing): Planned {
  const last = deeds.findLast(({ outcome }) => outcome !== 'accepted')?.outcome;
  const wasThere = !deeds.some(({ outcome }) => outcome === 'created');
  if (standing.isMembership && last === 'removed' && wasThere) return putBack(candidate, deeds, standing);
  if (!wasThere) return uncreate(candidate, deeds, standing);
  return restore(candidate, deeds, standing.answer);
}

function putBack(candidate: Candidate, deeds: readonly RunDeed[], { parents }: Standing): Planned {
  if (isForgotten(deeds)) return held(candidate, 'not-reverted', FORGOTTEN);
  const changes = wholeChanges(deeds);
  const fields = Object.fromEntries(
    changes.filter(({ before }) => before !== null).map(({ field, before }) => [field, before]),
  );
  return { candidate, action: 'create', fields, parents, hash: hashOf(candidate), cuts: [] };
}

function uncreate(candidate: Candidate, deeds: readonly RunDeed[], { isMembership }: Standing): Planned {
  const remoteId = candidate.ours?.remoteId ?? remoteIdOf(deeds);
  if (!isMembership) {
    const message = 'Not deleted: created by the run. Delete it over there if it should go.';
    return held(candidate, 'not-reverted', message);
  }
  if (remoteId === null) return held(candidate, 'not-reverted', 'They are not on the list any more.');
  const message = 'The run put them on the list; that is taken back.';
  return { candidate, action: 'remove', remoteId, code: 'reverted', message };
}

function restore(candidate: Candidate, deeds: readonly RunDeed[], answer: LookUpAnswer): Planned {
  const remoteId = remoteIdOf(deeds) ?? candidate.ours?.remoteId ?? null;
  if (remoteId === null)
    return held(candidate, 'not-reverted', 'It is not known which record the run changed.');
  if (isForgotten(deeds)) return held(candidate, 'not-reverted', FORGOTTEN);
  const hash = hashOf(candidate);
  const changes = wholeChanges(deeds);
  if (changes.length === 0) return { candidate, action: 'unchanged', remoteId, standing: {}, hash };
  const live = answer.candidates.find((one) => one.remoteId === remoteId);
  if (!live)
    return held(candidate, 'deleted-remotely', `The record ${remoteId} was deleted over there since.`);
  if (live.converted) return held(candidate, 'converted', `The lead was converted since: ${live.url}`);
  const others = changes.filter(({ field, before, after }) => {
    const value = live.fields[field] ?? null;
    return !same(value, after) && !same(value, before);
  });
  if (others.length > 0) {
    const fields = others.map(({ field }) => field).join(', ');
    const message = `Not what the run wrote stands in ${fields} by now, so nothing is taken back.`;
    return held(candidate, 'drifted', message);
  }
  const differences = changes.flatMap(({ field, before }): Difference[] => {
    const value = live.fields[field] ?? null;
    return same(value, before) ? [] : [{ field, before: value, after: before }];
  });
  const standing = Object.fromEntries(differences.map(({ field, before }) => [field, before]));
  return differences.length === 0
    ? { candidate, action: 'unchanged', remoteId, standing, hash }
    : {
        candidate,
        action: 'update',
        remoteId,
        adopted: false,
        differences,
        standing,
        others: [],
        hash,
        cuts: [],
      };
}

const FORGOTTEN = 'The values of before were forgotten after 30 days.';

function isForgotten(deeds: readonly RunDeed[]): boolean {
  return deeds.every(({ changes }) => changes === null);
}

function held(candidate: Candidate, code: HoldCode, message: string): Planned {
  return { candidate, action: 'held', code, message };
}

/** What was accepted last stays known, so that the sync does not write the same again. */
function hashOf({ acceptedHash }: Candidate): Buffer {
  return acceptedHash ?? Buffer.alloc(0);
}

export function remoteIdOf(deeds: readonly RunDeed[]): string | null {
  return deeds.findLast(({ remoteId }) => remoteId !== null)?.remoteId ?? null;
}

/** Of several changes of one field what stood there before the first, and stood there after the last. */
export function wholeChanges(deeds: readonly RunDeed[]): Change[] {
  const whole = new Map<string, Change>();
  for (const change of deeds.flatMap(({ changes }) => changes ?? [])) {
    const first = whole.get(change.field);
    whole.set(change.field, first ? { ...first, after: change.after } : change);
  }
  return [...whole.values()];
}
