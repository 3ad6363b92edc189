import type { PreparedNode } from '../prepared-node.js';

/** A value of the record whose own frequency says how much an agreement on it is worth. */
export type FrequencyField = 'firstName' | 'lastName';

/** What two have in common as employees: their e-mail domain, at least the employer, or nothing that is known. */
export type Employer = 'same domain' | 'same' | 'unknown';

export interface Level {
  readonly label: string;
  /** How often pairs of one person reach it, and pairs of two: where training begins. */
  readonly m: number;
  readonly u: number;
  /** Fields on which both agree exactly at this level. */
  readonly frequencies?: readonly FrequencyField[];
  /** The case to which the level belongs, where the rates are those within several cases, each adding up to 1. */
  readonly given?: string;
  /** Whether it speaks for or against one person where all else that agrees is the name; left out: neither. */
  readonly beyondName?: 'for' | 'against';
  /** What only those reach who are alike in what is compared, or in a part of it; left out: all may. */
  readonly needs?: 'likeness' | 'part';
}

/**
 * What belongs together is one comparison, since the weights of comparisons are added as if they were independent
 * of one another. `compare` answers a level by number, the first being 1; 0 where a record does not say enough. It
 * answers the same both ways round.
 */
export interface Comparison {
  readonly name: string;
  readonly levels: readonly Level[];
  /** Whether it may tell nothing, although both records say what it compares and say it differently. */
  readonly mayBeSilent?: true;
  compare(a: PreparedNode, b: PreparedNode, employer: Employer): number;
  /** What was compared, for people to read. */
  describe(node: PreparedNode): string | null;
}
