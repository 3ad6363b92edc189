import { SystemError } from '../system.js';
import type { VendorError } from './errors.js';
import { judge } from './judgement.js';

/** A call that gave no usable answer, or was refused as a whole. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(
    readonly errors: readonly VendorError[],
    /** Whether the answer reported calls left for the day; null when it did not say. */
    readonly dailyBudgetLeft: boolean | null = null,
  ) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join('; '));
  }
}

/** What a failed reading call is to those who asked. */
export function asSystemError(failed: CallFailure): SystemError {
  const { rule, failure } = judge(failed.errors, failed.dailyBudgetLeft);
  if (failure.code === 'REQUEST_LIMIT_EXCEEDED') {
    return new SystemError('quota', failure, rule.verdict === 'retry' ? rule.after : null);
  }
  if (rule.verdict === 'unknown') return new SystemError('unavailable', failure);
  if (rule.verdict === 'retry' && (rule.scope === 'record' || rule.whoActs === 'vendor')) {
    return new SystemError('unavailable', failure, rule.after);
  }
  return new SystemError('misconfigured', failure, rule.verdict === 'retry' ? rule.after : null);
}

/** Errors out of the body of an answer, whichever way they are wrapped. */
export function vendorErrors(body: unknown, status: number | null): VendorError[] {
  const items = Array.isArray(body) ? body : [body];
  return items.filter(isObject).map((item) => ({
    code:
      text(item.statusCode) ?? text(item.errorCode) ?? (status === null ? 'UNKNOWN' : `ERROR_HTTP_${status}`),
    message: [text(item.message) ?? 'No message.', duplicatesIn(item)].filter(Boolean).join(' '),
    fields: Array.isArray(item.fields) ? item.fields.filter((field) => typeof field === 'string') : [],
    status,
  }));
}

/** Rule and matches of a duplicate, where the answer gives them; both spellings are in use. */
function duplicatesIn(item: Record<string, unknown>): string | null {
  const found = item.duplicateResult ?? item.duplicateResut;
  if (!isObject(found)) return null;
  const results = Array.isArray(found.matchResults) ? found.matchResults.filter(isObject) : [];
  const ids = results
    .flatMap((result) => (Array.isArray(result.matchRecords) ? result.matchRecords.filter(isObject) : []))
    .map((match) => (isObject(match.record) ? text(match.record.Id) : null))
    .filter((id) => id !== null);
  const rule = text(found.duplicateRule) ?? 'unnamed';
  return `(duplicate rule ${rule}${ids.length > 0 ? `, matches ${ids.join(', ')}` : ''})`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
