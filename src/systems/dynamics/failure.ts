import type { OutboundResponse } from '../../platform/http/index.js';
import { SystemError } from '../system.js';
import type { VendorError } from './errors.js';
import { isObject, parsed, textOf } from './json.js';
import { failureOf, isThrottle, ruleFor } from './judgement.js';
import { retryAfterOf } from './retry-after.js';

/** A call that gave no usable answer, or was refused as a whole. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(readonly error: VendorError) {
    super(`${error.code}: ${error.message}`);
  }
}

/** What a failed reading call is to those who asked. */
export function asSystemError({ error }: CallFailure): SystemError {
  const rule = ruleFor(error);
  const failure = failureOf(error, rule);
  if (isThrottle(error)) return new SystemError('quota', failure, afterOf(error, rule));
  if (rule.verdict === 'unknown') return new SystemError('unavailable', failure);
  if (rule.verdict === 'retry' && (rule.scope === 'record' || rule.whoActs === 'vendor')) {
    return new SystemError('unavailable', failure, afterOf(error, rule));
  }
  return new SystemError('misconfigured', failure, afterOf(error, rule));
}

function afterOf(error: VendorError, rule: ReturnType<typeof ruleFor>): number | null {
  return error.retryAfter ?? (rule.verdict === 'retry' ? rule.after : null);
}

type Refusal = Pick<OutboundResponse, 'status' | 'headers' | 'body'>;

/** The error in the body of an answer or of a part of a batch; gateways answer with pages instead. */
export function vendorError(answer: Refusal): VendorError {
  const body = parsed(answer.body);
  const error = isObject(body) && isObject(body.error) ? body.error : null;
  const { status } = answer;
  const retryAfter = retryAfterOf(answer);
  if (!error) return { code: `ERROR_HTTP_${status}`, message: pageText(answer), status, retryAfter };
  return {
    code: normalisedCode(error.code) ?? 'NO_CODE',
    message: textOf(error.message) ?? 'No message.',
    status,
    retryAfter,
  };
}

/** The Web API writes codes in hexadecimal, older components as the same number in decimal. */
export function normalisedCode(code: unknown): string | null {
  const text = String(code ?? '').trim();
  if (/^0x[0-9a-f]{8}$/i.test(text)) return text.toLowerCase();
  if (!/^-?\d+$/.test(text)) return textOf(text);
  return `0x${(Number(text) >>> 0).toString(16).padStart(8, '0')}`;
}

function pageText({ body, status }: Refusal): string {
  const text = body.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
  return text || `Answered with status ${status} and no reason.`;
}

export function unreadable(what: string): CallFailure {
  return new CallFailure({
    code: 'UNREADABLE_ANSWER',
    message: `The answer of Dynamics ${what}.`,
    status: null,
    retryAfter: null,
  });
}
