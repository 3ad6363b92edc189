import type { Outcome } from '../dispatch/outcome.js';
import type { Orders } from '../dispatch/orders.js';
import type { Candidate } from '../planning/candidate.js';
import type { PlanContext, Planned } from '../planning/plan.js';
import { wholeChanges } from './revert.js';
import type { Reverts } from './reverts.js';

/**
 * Takes back what a run wrote. A record that was taken back is held, so that the sync does not write the same again
 * with its next send. It goes on when what the mapping makes of the person is something else: for that, what was
 * accepted last stays as it is.
 */
export class RevertOrders implements Orders {
  /** Fields, by record, whose value of before we had written ourselves. */
  private readonly own = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly reverts: Reverts,
    private readonly workspaceId: string,
    private readonly runId: string,
  ) {}

  async plan(candidates: readonly Candidate[], context: PlanContext): Promise<Planned[]> {
    const deeds = await this.reverts.deedsOf(this.workspaceId, this.runId, candidates);
    for (const [id, done] of deeds) {
      const own = wholeChanges(done).filter(({ ours }) => ours);
      this.own.set(id, new Set(own.map(({ field }) => field)));
    }
    return this.reverts.planned(deeds, candidates, context);
  }

  told(outcome: Outcome): Outcome {
    if (outcome.status !== 'delivered') return outcome;
    const own = this.own.get(outcome.id);
    const written = Object.fromEntries(Object.entries(outcome.written).filter(([field]) => own?.has(field)));
    const message = `What run ${this.runId} wrote was taken back. It is written again when the person or the mapping changes.`;
    return { ...outcome, status: 'held', hold: { code: 'reverted', message }, acceptedHash: null, written };
  }

  recorded(): Promise<void> {
    return Promise.resolve();
  }
}
