import type { LeadFact } from '../../leads/index.js';

/** A value that a lead says, with what rules look at. */
export interface Candidate {
  readonly value: string;
  readonly eventId: string;
  readonly sourceId: string;
  /** When the lead was received, ISO 8601. */
  readonly at: string;
  /** How many fields of the person the lead says. */
  readonly completeness: number;
}

export function candidateOf({ eventId, sourceId, receivedAt, person }: LeadFact, value: string): Candidate {
  const completeness = Object.values(person).filter((said) => said !== null && said !== '').length;
  return { value, eventId, sourceId, at: receivedAt.toISOString(), completeness };
}
