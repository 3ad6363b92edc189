import type { NormalisedPerson } from '../../normalisation/index.js';

/** An id that one person alone may carry in its namespace, such as a CRM's contact id or a user id. */
export interface UniqueIdentity {
  readonly namespace: string;
  readonly value: string;
}

/**
 * What the matcher compares: all leads with exactly the same normalised data are one node, so that a customer's
 * hundredth identical touch costs nothing.
 */
export interface MatchNode {
  readonly id: string;
  readonly person: NormalisedPerson;
  readonly identities: readonly UniqueIdentity[];
  /** All its leads say that the person is not to be contacted; left out means that nothing is known. */
  readonly doNotContact?: boolean;
  /** How many leads stand behind the node; 1 where left out. */
  readonly weight?: number;
}

/** A scored pair of nodes, by id. */
export interface MatchEdge {
  readonly a: string;
  readonly b: string;
  /** Log2 of the odds that both are one person, prior included. */
  readonly weight: number;
  /** The same, as a probability from 0 to 1. */
  readonly probability: number;
}

/** What people decided about a pair. "distinct" holds above any score and above "same". */
export interface MatchAssertion {
  readonly a: string;
  readonly b: string;
  readonly verdict: 'same' | 'distinct';
}

/** From `autoMerge` on pairs are merged, from `review` on people are asked; probabilities from 0 to 1. */
export interface MatchThresholds {
  readonly autoMerge: number;
  readonly review: number;
}
