import type { Failure } from '../system.js';
import type { ErrorRule } from '../error-rule.js';
import type { VendorError } from './errors.js';
import { errorRules, specialRules } from './errors.js';

const rules: ReadonlyMap<string, ErrorRule> = new Map(Object.entries(errorRules));

export interface Judgement {
  readonly rule: ErrorRule;
  readonly failure: Failure;
}

const gravity: Readonly<Record<ErrorRule['verdict'], number>> = {
  held: 0,
  rejected: 1,
  unknown: 2,
  retry: 3,
};

/**
 * One judgement of all the errors of a row or call: the gravest decides, since no retry mends a row that
 * is also refused for good, and all messages are kept.
 */
export function judge(errors: readonly VendorError[], dailyBudgetLeft: boolean | null = null): Judgement {
  const judged = errors.map((error) => ({ error, rule: ruleFor(error, dailyBudgetLeft) }));
  const [gravest] = judged.toSorted((a, b) => gravity[a.rule.verdict] - gravity[b.rule.verdict]);
  const error = gravest?.error ?? noReason;
  const rule = gravest?.rule ?? specialRules.unknownCode;
  const messages = [...new Set([error, ...errors].map((each) => each.message))];
  return {
    rule,
    failure: {
      code: error.code,
      message: messages.join('; '),
      field: error.fields[0] ?? null,
      advice: rule.advice,
      whoActs: rule.whoActs,
    },
  };
}

const noReason: VendorError = {
  code: 'NO_REASON_GIVEN',
  message: 'Salesforce refused the record and gave no reason.',
  fields: [],
  status: null,
};

/**
 * The rule for an error. Some codes mean different things by their text: triggers wrap row locks and
 * governor limits in their own code, and both kinds of call limit share one code.
 *
 * @param dailyBudgetLeft whether the same answer reported calls left for the day; null when it did not say
 */
export function ruleFor(error: VendorError, dailyBudgetLeft: boolean | null = null): ErrorRule {
  if (error.code === 'REQUEST_LIMIT_EXCEEDED' && (isConcurrent(error.message) || dailyBudgetLeft === true)) {
    return specialRules.concurrentCalls;
  }
  if (isGone(error)) return errorRules.ENTITY_IS_DELETED;
  const rule = ruleByText(error) ?? rules.get(error.code) ?? ruleByFamily(error.code) ?? ruleByStatus(error);
  if (!rule) return specialRules.unknownCode;
  const { advice, whoActs } = rule;
  return rule.verdict === 'rejected' && blamesCall(error)
    ? { ...specialRules.callRefused, advice, whoActs }
    : rule;
}

/** A row whose own id leads nowhere: the record was purged. For a whole call the same code blames the address. */
function isGone({ code, fields, status }: VendorError): boolean {
  if (status !== null) return false;
  const namesNoOther = fields.every((field) => field.toLowerCase() === 'id');
  return code === 'NOT_FOUND' || (code === 'INVALID_CROSS_REFERENCE_KEY' && namesNoOther);
}

function isConcurrent(message: string): boolean {
  return /concurrent/i.test(message);
}

function ruleByText({ message }: VendorError): ErrorRule | undefined {
  if (/unable to obtain exclusive access|UNABLE_TO_LOCK_ROW/i.test(message))
    return errorRules.UNABLE_TO_LOCK_ROW;
  if (/Too many SOQL queries/i.test(message)) return specialRules.tooManyQueries;
  if (/STORAGE_LIMIT_EXCEEDED|storage limit exceeded/i.test(message))
    return errorRules.STORAGE_LIMIT_EXCEEDED;
  return undefined;
}

function ruleByFamily(code: string): ErrorRule | undefined {
  if (code.startsWith('INSUFFICIENT_ACCESS')) return errorRules.INSUFFICIENT_ACCESS;
  if (code.startsWith('TXN_')) return errorRules.PROCESSING_HALTED;
  return undefined;
}

/** Statuses that blame the call or the organisation and none of its records. */
const aboutTheCall: ReadonlySet<number> = new Set([401, 403, 404, 405, 409, 410, 412, 415, 428]);

function blamesCall({ status }: VendorError): boolean {
  return status !== null && aboutTheCall.has(status);
}

/** For answers without a code that is known, e.g. the page of a gateway. */
function ruleByStatus(error: VendorError): ErrorRule | undefined {
  const { status } = error;
  if (status === null) return undefined;
  if (status === 408 || status === 502 || status === 504) return errorRules.LOST;
  if (status >= 500 || status === 429) return errorRules.SERVER_UNAVAILABLE;
  if (status === 420) return specialRules.orgIsGone;
  return blamesCall(error) ? specialRules.callRefused : undefined;
}
