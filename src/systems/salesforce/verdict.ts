import { withAdvice } from '../advice.js';
import type { Failure, SystemError, Verdict } from '../system.js';
import type { Judgement } from './judgement.js';
import { limits } from './limits.js';

/** What the errors of a row or call mean for the record. */
export function verdictOf({ rule, failure }: Judgement): Verdict {
  switch (rule.verdict) {
    case 'held':
      return {
        verdict: 'held',
        code: rule.holdCode,
        message: withAdvice(failure),
      };
    case 'retry':
      return { verdict: 'retry', after: rule.after, scope: rule.scope, ...failure };
    case 'unknown':
      return lost(failure);
    case 'rejected':
      return { verdict: 'rejected', ...failure };
  }
}

export function lost(failure: Failure): Verdict {
  return { verdict: 'unknown', lookUpAfter: limits.longestProcessingSeconds, ...failure };
}

export function retryRecord(failure: Failure): Verdict {
  return { verdict: 'retry', after: null, scope: 'record', ...failure };
}

export function pauseOrganisation(failure: Failure, after: number | null = null): Verdict {
  return { verdict: 'retry', after, scope: 'organisation', ...failure };
}

/** Without a session nothing was written. */
export function pauseFor({ failure, retryAfter }: SystemError): Verdict {
  return pauseOrganisation(failure, retryAfter);
}

export function isPause(verdict: Verdict): boolean {
  return verdict.verdict === 'retry' && verdict.scope === 'organisation';
}

export function blamesSchema(verdict: Verdict): boolean {
  return verdict.verdict === 'rejected' && verdict.code === 'INVALID_FIELD';
}

export function ourFault(message: string): Failure {
  return { code: 'CONNECTOR_FAULT', message, field: null, advice: 'Please report this.', whoActs: 'us' };
}
