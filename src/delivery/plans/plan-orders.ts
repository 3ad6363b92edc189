import type { EntityManager } from 'typeorm';
import type { Outcome } from '../dispatch/outcome.js';
import type { Orders } from '../dispatch/orders.js';
import { ownerIdOf, type Candidate } from '../planning/candidate.js';
import type { PlanContext, Planned } from '../planning/plan.js';
import { agree, type Drift } from './agreement.js';
import type { PlanToSend, PlanRunRepository } from './plan-run.repository.js';

/** Sends one batch of a plan: exactly what was planned, or nothing. */
export class PlanOrders implements Orders {
  private readonly drifts = new Map<string, Drift>();

  constructor(
    private readonly runs: PlanRunRepository,
    private readonly manager: EntityManager,
    private readonly sending: PlanToSend,
    private readonly inner: Orders,
  ) {}

  async plan(candidates: readonly Candidate[], context: PlanContext): Promise<Planned[]> {
    const subjects = candidates.map(ownerIdOf);
    const contents = await this.runs.contents(this.manager, this.sending, subjects);
    const now = await this.inner.plan(candidates, context);
    return now.map((one) => {
      const content = contents.get(ownerIdOf(one.candidate));
      if (!content) throw new Error(`A record ${one.candidate.id} was claimed that no plan names.`);
      const { planned, drift } = agree(content, one);
      if (drift) this.drifts.set(one.candidate.id, drift);
      return planned;
    });
  }

  told(outcome: Outcome): Outcome {
    return this.inner.told(outcome);
  }

  recorded(manager: EntityManager, outcomes: readonly Outcome[]): Promise<void> {
    return this.runs.settle(manager, this.sending, outcomes, this.drifts);
  }
}
