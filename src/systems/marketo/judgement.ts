import type { Failure } from '../system.js';
import { SystemError } from '../system.js';
import type { ErrorRule, VendorError } from './errors.js';
import { errorRules, specialRules } from './errors.js';
import type { CallFailure } from './failure.js';
import { secondsToNextDay } from './quota-day.js';

const rules: ReadonlyMap<string, ErrorRule> = new Map(Object.entries(errorRules));

export interface Judgement {
  readonly rule: ErrorRule;
  readonly failure: Failure;
}

/** Whether an error is of one record, or of a whole call. */
export type Level = 'row' | 'call';

const gravity: Readonly<Record<ErrorRule['verdict'], number>> = {
  held: 0,
  rejected: 1,
  unknown: 2,
  retry: 3,
  done: 4,
};

/** One judgement of all the errors of a row or call: the gravest decides, and all messages are kept. */
export function judge(errors: readonly VendorError[], level: Level, now: Date): Judgement {
  const judged = errors.map((error) => ({ error, rule: ruleFor(error, level, now) }));
  const [gravest] = judged.toSorted((a, b) => gravity[a.rule.verdict] - gravity[b.rule.verdict]);
  const error = gravest?.error ?? noReason;
  const rule = gravest?.rule ?? specialRules.unknownCode;
  const messages = [...new Set([error, ...errors].map(({ message }) => message))];
  const { advice, whoActs } = rule;
  return {
    rule,
    failure: { code: error.code, message: messages.join('; '), field: null, advice, whoActs },
  };
}

const noReason: VendorError = {
  code: 'NO_REASON_GIVEN',
  message: 'Marketo refused the record and gave no reason.',
};

export function ruleFor({ code }: VendorError, level: Level, now: Date): ErrorRule {
  if (code === '1013' && level === 'row') return specialRules.rowNotFound;
  const rule = rules.get(code);
  if (!rule) return level === 'row' ? specialRules.unknownCode : ruleByFamily(code);
  return code === '607' && rule.verdict === 'retry' ? { ...rule, after: secondsToNextDay(now) } : rule;
}

/** What Marketo's guide says of codes by their hundred: 6xx refuse the call, 1xxx the records. */
function ruleByFamily(code: string): ErrorRule {
  return /^1\d{3}$/.test(code) ? specialRules.unknownCode : specialRules.callRefused;
}

/** What a failed reading call is to those who asked. */
export function asSystemError({ errors }: CallFailure, now: Date): SystemError {
  const { rule, failure } = judge(errors, 'call', now);
  const after = rule.verdict === 'retry' ? rule.after : null;
  if (failure.code === '607') return new SystemError('quota', failure, after);
  if (rule.class === 'auth') return new SystemError('sign-in', failure, after);
  if (rule.class === 'fatal' || rule.class === 'record' || rule.class === 'ok') {
    return new SystemError('misconfigured', failure, after);
  }
  return new SystemError('unavailable', failure, after);
}
