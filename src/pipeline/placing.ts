import type { LeadSettings, ReadLead, UnreadLead } from '../leads/index.js';
import type { Batch, Home } from '../profiles/index.js';
import type { Reading } from './read-lead.js';

/** The lead that a repeat repeats. */
export interface Original {
  readonly id: string;
  /** Null while the original is in the same batch and not yet matched. */
  readonly nodeId: string | null;
}

export interface Repeat {
  readonly reading: Omit<ReadLead, 'status'> & { readonly status: 'duplicate' };
  readonly original: Original;
}

/** A repeat may have its original in the ledger or earlier in the same batch. */
export function splitRepeats(
  readings: readonly Reading[],
  leads: readonly UnreadLead[],
  known: ReadonlyMap<string, Original>,
  { repeatMinutes }: LeadSettings,
) {
  const receivedAt = new Map(leads.map(({ id, receivedAt: at }) => [id, at.getTime()]));
  const sourceOf = new Map(leads.map(({ id, sourceId }) => [id, sourceId]));
  const inBatch = new Map<string, Reading>();
  const firsts: Reading[] = [];
  const repeats: Repeat[] = [];
  for (const reading of readings) {
    const body = `${sourceOf.get(reading.id)}:${reading.bodyHash.toString('base64')}`;
    const earlier = inBatch.get(body);
    const age = earlier ? (receivedAt.get(reading.id) ?? 0) - (receivedAt.get(earlier.id) ?? 0) : Infinity;
    const original =
      known.get(reading.id) ??
      (earlier && repeatMinutes > 0 && age <= repeatMinutes * 60_000
        ? { id: earlier.id, nodeId: null }
        : null);
    if (original && reading.status === 'parsed') {
      const repeat = { ...reading, status: 'duplicate', duplicateOf: original.id } as const;
      repeats.push({ reading: repeat, original });
    } else {
      firsts.push(reading);
      if (reading.status === 'parsed') inBatch.set(body, reading);
    }
  }
  return { firsts, repeats };
}

/** What the matcher is told of leads that were read. */
export function batchOf(
  firsts: readonly Reading[],
  repeats: readonly Repeat[],
  leads: readonly UnreadLead[],
): Batch {
  const formerNodes = new Map(leads.map(({ id, nodeId }) => [id, nodeId]));
  const formerNodeOf = (id: string) => formerNodes.get(id) ?? null;
  const parsed = firsts.filter(({ status }) => status === 'parsed');
  const others = firsts.filter(({ status }) => status !== 'parsed');
  return {
    arrivals: parsed.map(({ id, person, identities, stage }) => ({
      eventId: id,
      person,
      identities,
      doNotContact: stage === 'do-not-contact',
      formerNodeId: formerNodeOf(id),
    })),
    followers: repeats.map(({ reading: { id }, original }) => ({
      eventId: id,
      originalId: original.id,
      originalNodeId: original.nodeId,
      formerNodeId: formerNodeOf(id),
    })),
    departures: others.map(({ id }) => ({ eventId: id, formerNodeId: formerNodeOf(id) })),
  };
}

export function settled(reading: Reading | Repeat['reading'], home: Home | undefined): ReadLead {
  return { ...reading, nodeId: home?.nodeId ?? null, profileId: home?.profileId ?? null };
}
