import type { Failure, SystemError, Verdict } from '../system.js';
import type { Judgement } from './judgement.js';
import { limits } from './limits.js';

/** What the errors of a row or call mean for the record; `done` is what being done already means for it. */
export function verdictOf({ rule, failure }: Judgement, done: Verdict): Verdict {
  switch (rule.verdict) {
    case 'done':
      return done;
    case 'held':
      return held(rule.holdCode, `${failure.message.replace(/\.$/, '')}. ${failure.advice}`);
    case 'retry':
      return { verdict: 'retry', after: rule.after, scope: rule.scope, ...failure };
    case 'unknown':
      return lost(failure);
    case 'rejected':
      return { verdict: 'rejected', ...failure };
  }
}

export function held(code: string, message: string): Verdict {
  return { verdict: 'held', code, message };
}

export function lost(failure: Failure): Verdict {
  return { verdict: 'unknown', lookUpAfter: limits.longestProcessingSeconds, ...failure };
}

export function retryRecord(failure: Failure, after: number | null = null): Verdict {
  return { verdict: 'retry', after, scope: 'record', ...failure };
}

/** Without a token or a place in the budget nothing was written. */
export function pauseFor({ failure, retryAfter }: SystemError): Verdict {
  return { verdict: 'retry', after: retryAfter, scope: 'organisation', ...failure };
}

export function isPause(verdict: Verdict): boolean {
  return verdict.verdict === 'retry' && verdict.scope === 'organisation';
}

export function ourFault(message: string): Failure {
  return { code: 'CONNECTOR_FAULT', message, field: null, advice: 'Please report this.', whoActs: 'us' };
}
