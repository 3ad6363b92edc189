import { same, type Difference } from '../planning/decision.js';
import type { Planned } from '../planning/plan.js';
import { canonical, contentOf, type PlannedContent } from './plan-content.js';

/** What would be done now instead of what was planned. */
export interface Drift {
  readonly now: PlannedContent;
}

/** What is done of a planned record: what was planned, or nothing, with what it would come to now. */
export interface Agreed {
  readonly planned: Planned;
  readonly drift: Drift | null;
}

/**
 * Holds what would be done now to what was planned. What stands there as planned already, because an answer was lost
 * or the sync itself was there first, is fine; anything else is refused. What cannot be read now waits.
 */
export function agree(plan: PlannedContent, now: Planned): Agreed {
  if (now.action === 'unknown') return { planned: now, drift: null };
  const found = contentOf(now);
  if (canonical(found) === canonical(plan) || isDone(plan, now)) return { planned: now, drift: null };
  const message = `It drifted since it was planned, so nothing was written. ${reason(plan, found)}`;
  const { candidate } = now;
  return { planned: { candidate, action: 'held', code: 'drifted', message }, drift: { now: found } };
}

function isDone(plan: PlannedContent, now: Planned): boolean {
  if (now.action !== 'unchanged' || (plan.action !== 'create' && plan.action !== 'update')) return false;
  if (now.candidate.acceptedHash?.equals(now.hash)) return true;
  return plan.differences.every(({ field, after }) => same(now.standing[field] ?? null, after));
}

/** Names fields and never values: these are kept with the plan alone, which forgets them in time. */
function reason(plan: PlannedContent, now: PlannedContent): string {
  if (plan.action !== now.action) {
    const code = now.code ?? now.failure?.code;
    return `Planned was “${plan.action}”; now it would be “${now.action}”${code ? ` (${code})` : ''}.`;
  }
  const fields = changedFields(plan, now);
  if (fields.length > 0)
    return `Other values than planned stand or would be written in ${fields.join(', ')}.`;
  return plan.remoteId === now.remoteId
    ? `Planned was “${plan.code ?? plan.failure?.code}”; now it would be “${now.code ?? now.failure?.code}”.`
    : `Planned was record ${plan.remoteId}; now it would be ${now.remoteId}.`;
}

function changedFields(plan: PlannedContent, now: PlannedContent): string[] {
  const [planned, found] = [byField(plan), byField(now)];
  const fields = new Set([...planned.keys(), ...found.keys()]);
  return [...fields].filter((field) => {
    const [a, b] = [planned.get(field), found.get(field)];
    return !a || !b || a.before !== b.before || a.after !== b.after;
  });
}

function byField({ differences }: PlannedContent): Map<string, Difference> {
  return new Map(differences.map((one) => [one.field, one]));
}
