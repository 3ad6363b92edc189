import type { Failure } from '../system.js';
import type { ErrorRule } from '../error-rule.js';
import type { VendorError } from './errors.js';
import { errorRules, specialRules } from './errors.js';

const rules: ReadonlyMap<string, ErrorRule> = new Map(Object.entries(errorRules));

/** The rule for an error: by its code, where it has none by its text, and by its status last. */
export function ruleFor(error: VendorError): ErrorRule {
  return rules.get(error.code) ?? ruleByText(error) ?? ruleByStatus(error);
}

export function isThrottle({ code, status }: VendorError): boolean {
  return status === 429 || rules.get(code) === errorRules['0x80072322'];
}

export function failureOf(error: VendorError, { advice, whoActs }: ErrorRule): Failure {
  return { code: error.code, message: error.message, field: columnNamedBy(error.message), advice, whoActs };
}

/** Conditional requests are documented with an empty code and live ones answer with it, too. */
function ruleByText({ code, message }: VendorError): ErrorRule | undefined {
  if (code !== 'NO_CODE') return undefined;
  if (/existing record doesn't match/i.test(message)) return specialRules.versionChanged;
  if (/matching key values already exists/i.test(message)) return errorRules['0x80040237'];
  return undefined;
}

/** Statuses that blame the call or the environment and none of its records. */
const aboutTheCall: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 410, 415, 421]);

/** A fault with a code comes from the API and may be this record's; without one it is a gateway's. */
function ruleByStatus({ code, status }: VendorError): ErrorRule {
  if (status === null) return specialRules.unknownCode;
  if (status === 408 || status === 502 || status === 504) return errorRules.LOST;
  if (status === 429) return errorRules['0x80072322'];
  if (status === 413) return specialRules.tooLarge;
  if (status === 500 && !code.startsWith('ERROR_HTTP_')) return specialRules.serverFault;
  if (status >= 500) return specialRules.unavailable;
  return aboutTheCall.has(status) ? specialRules.callRefused : specialRules.unknownCode;
}

const columnPatterns = [
  /the '([a-z]\w*)' attribute/i,
  /attribute '?([a-z]\w*)'? /i,
  /undeclared property '([a-z]\w*)'/i,
  /property named '([a-z]\w*)'/i,
  /column ['"]?([a-z]\w*)['"]?/i,
];

/** The column that a message is about; answers name it nowhere else. */
export function columnNamedBy(message: string): string | null {
  for (const pattern of columnPatterns) {
    const [, column] = pattern.exec(message) ?? [];
    if (column !== undefined) return column;
  }
  return null;
}
