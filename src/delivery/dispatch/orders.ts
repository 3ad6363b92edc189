import type { EntityManager } from 'typeorm';
import type { Candidate } from '../planning/candidate.js';
import { plan, type PlanContext, type Planned } from '../planning/plan.js';
import type { Outcome } from './outcome.js';

/** What is to become of the records of a batch, and who is told of it. */
export interface Orders {
  plan(candidates: readonly Candidate[], context: PlanContext): Promise<Planned[]>;
  /** The outcome as it is written down. */
  told(outcome: Outcome): Outcome;
  /** In the transaction that writes the outcomes down, of those that were. */
  recorded(manager: EntityManager, outcomes: readonly Outcome[]): Promise<void>;
}

/** What a sync does by itself. */
export const ordinary: Orders = {
  plan,
  told: (outcome) => outcome,
  recorded: () => Promise.resolve(),
};
