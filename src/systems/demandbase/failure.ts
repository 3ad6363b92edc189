import type { OutboundError } from '../../platform/http/index.js';
import type { Failure, Verdict } from '../system.js';
import { SystemError } from '../system.js';
import type { ErrorRule, VendorError } from './errors.js';
import { ruleFor } from './errors.js';
import { limits } from './limits.js';

/** A call that gave no usable answer, or was refused. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly rule: ErrorRule;

  constructor(readonly error: VendorError) {
    super(`${error.code}: ${error.message}`);
    this.rule = ruleFor(error);
  }

  get failure(): Failure {
    const { code, message } = this.error;
    return { code, message, field: null, advice: this.rule.advice, whoActs: this.rule.whoActs };
  }
}

export function withoutAnswer({ kind, message }: OutboundError): CallFailure {
  return new CallFailure({ code: kind.toUpperCase().replace('-', '_'), message, status: null });
}

export function unreadable(what: string): CallFailure {
  return new CallFailure({
    code: 'UNREADABLE_ANSWER',
    message: `The answer of Demandbase ${what}.`,
    status: null,
  });
}

/** What a failed reading call is to those who asked. */
export function asSystemError(error: unknown): unknown {
  if (!(error instanceof CallFailure)) return error;
  return new SystemError(error.rule.kind, error.failure, error.rule.after);
}

/** What a call that failed as a whole means for each record of it. */
export function verdictOfFailure(
  error: unknown,
  attempts: number,
  pauseOf: (attempts: number) => number,
): Verdict {
  if (error instanceof SystemError) {
    return { verdict: 'retry', scope: 'organisation', after: error.retryAfter, ...error.failure };
  }
  if (!(error instanceof CallFailure)) return lostVerdict(ourFault(String(error)));
  const { rule, failure } = error;
  switch (rule.verdict) {
    case 'rejected':
      return { verdict: 'rejected', ...failure };
    case 'busy':
      return { verdict: 'retry', scope: 'record', after: rule.after, ...failure };
    case 'unknown':
      return lostVerdict(failure);
    case 'pause':
    case 'sign-in':
      return {
        verdict: 'retry',
        scope: 'organisation',
        after: rule.kind === 'quota' ? pauseOf(attempts) : rule.after,
        ...failure,
      };
  }
}

export function lostVerdict(failure: Failure): Verdict {
  return { verdict: 'unknown', lookUpAfter: limits.longestProcessingSeconds, ...failure };
}

export function ourFault(message: string): Failure {
  return { code: 'CONNECTOR_FAULT', message, field: null, advice: 'Please report this.', whoActs: 'us' };
}

export function misconfigured(code: string, message: string, advice: string): SystemError {
  return new SystemError('misconfigured', { code, message, field: null, advice, whoActs: 'admin' });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
