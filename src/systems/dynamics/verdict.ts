import { withAdvice } from '../advice.js';
import type { Failure, SystemError, Verdict } from '../system.js';
import type { ErrorRule } from '../error-rule.js';
import type { VendorError } from './errors.js';
import { failureOf } from './judgement.js';
import { limits } from './limits.js';

/** What an error means for the record. */
export function verdictOf(error: VendorError, rule: ErrorRule): Verdict {
  const failure = failureOf(error, rule);
  switch (rule.verdict) {
    case 'held':
      return {
        verdict: 'held',
        code: rule.holdCode,
        message: withAdvice(failure),
      };
    case 'retry':
      return { verdict: 'retry', after: error.retryAfter ?? rule.after, scope: rule.scope, ...failure };
    case 'unknown':
      return lost(failure);
    case 'rejected':
      return { verdict: 'rejected', ...failure };
  }
}

export function lost(failure: Failure): Verdict {
  return { verdict: 'unknown', lookUpAfter: limits.longestProcessingSeconds, ...failure };
}

/** Without a token nothing was written. */
export function pauseFor({ failure, retryAfter }: SystemError): Verdict {
  return { verdict: 'retry', after: retryAfter, scope: 'organisation', ...failure };
}

export function isPause(verdict: Verdict): boolean {
  return verdict.verdict === 'retry' && verdict.scope === 'organisation';
}

/** The record did not fit what was described: what was kept of the table may be out of date. */
export function blamesSchema(verdict: Verdict): boolean {
  return verdict.verdict === 'rejected' && schemaCodes.has(verdict.code);
}

const schemaCodes: ReadonlySet<string> = new Set(['0x80048d19', '0x8004431a', '0x80044331']);

export function ourFault(message: string): Failure {
  return { code: 'CONNECTOR_FAULT', message, field: null, advice: 'Please report this.', whoActs: 'us' };
}
