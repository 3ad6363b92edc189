import { isObject, type ApiAnswer } from '../../frame/index.js';
import type { ApiCall, Route, RoutedCall } from './call.js';
import { malformed } from './errors.js';
import { defaultFaultBody } from '../faults/fault-body.js';
import { bodyObject } from './write-call.js';

const SUBREQUESTS = 25;
/** Queries and Collections calls among them. */
const HEAVY_SUBREQUESTS = 5;

/**
 * `POST /composite`: up to 25 subrequests that count as one call. The sandbox takes subrequests that read
 * and refuses those that write or refer to another's result. Source: REST API Developer Guide, Composite.
 */
export function compositeRoutes(): readonly Route[] {
  return [{ method: 'POST', path: '/composite', endpoint: 'composite', kind: 'look-up', handle: composite }];
}

interface Subrequest {
  readonly referenceId: string;
  readonly call: ApiCall;
}

interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

function composite(call: RoutedCall): ApiAnswer {
  const { compositeRequest, allOrNone = false } = bodyObject(call);
  if (!Array.isArray(compositeRequest) || compositeRequest.length === 0) {
    throw malformed('MISSING_ARGUMENT', 'compositeRequest is missing or empty');
  }
  if (compositeRequest.length > SUBREQUESTS) {
    throw malformed('LIMIT_EXCEEDED', `A composite request takes up to ${SUBREQUESTS} subrequests`);
  }
  const subrequests = compositeRequest.map((item: unknown) => readSubrequest(call, item));
  refuseRepeatedReferences(subrequests);
  refuseTooHeavy(call, subrequests);

  const answers = subrequests.map((subrequest) => answerSubrequest(call, subrequest));
  const failed = answers.some((answer) => answer.httpStatusCode >= 400);
  const compositeResponse = allOrNone === true && failed ? answers.map(halted) : answers;
  return { status: 200, body: { compositeResponse } };
}

function readSubrequest(call: RoutedCall, item: unknown): Subrequest {
  if (!isObject(item)) throw malformed('JSON_PARSER_ERROR', 'A subrequest must be a JSON object');
  const { method, url, referenceId, body, httpHeaders } = item;
  if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string') {
    throw malformed('MISSING_ARGUMENT', 'A subrequest needs method, url and referenceId');
  }
  if (!/^[A-Za-z]\w*$/.test(referenceId)) {
    throw malformed('INVALID_INPUT', `referenceId must be letters, digits and _: ${referenceId}`);
  }
  if (!url.startsWith('/services/data/')) {
    throw malformed('INVALID_INPUT', `The url of a subrequest starts with /services/data/: ${url}`);
  }
  const headers = isObject(httpHeaders) ? httpHeaders : {};
  const header = (name: string) => {
    const own = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
    return typeof own === 'string' ? own : call.header(name);
  };
  return {
    referenceId,
    call: { method: method.toUpperCase(), url, header, text: () => JSON.stringify(body), json: () => body },
  };
}

function answerSubrequest(call: RoutedCall, { referenceId, call: inner }: Subrequest): SubAnswer {
  const endpoint = call.endpointOf(inner);
  const fault = call.org.faults.strikeCall(endpoint, inner.method, () => [], 'status');
  const answer =
    fault?.kind === 'status'
      ? { status: fault.status, body: fault.body ?? defaultFaultBody(fault.status) }
      : isSupported(inner, endpoint)
        ? call.answerInside(inner)
        : notSupported(inner);
  return { body: answer.body ?? null, httpHeaders: {}, httpStatusCode: answer.status, referenceId };
}

function isSupported(inner: ApiCall, endpoint: string): boolean {
  return !inner.url.includes('@{') && READING.has(endpoint);
}

const READING: ReadonlySet<string> = new Set([
  'describe',
  'limits',
  'query',
  'resources',
  'retrieve',
  'unknown',
]);

function notSupported(inner: ApiCall): ApiAnswer {
  const message = `The sandbox does not take ${inner.method} ${inner.url} within a composite call`;
  return { status: 400, body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX', message }] };
}

function halted(answer: SubAnswer): SubAnswer {
  if (answer.httpStatusCode >= 400) return answer;
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return { ...answer, httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED', message }] };
}

function refuseRepeatedReferences(subrequests: readonly Subrequest[]): void {
  if (new Set(subrequests.map((item) => item.referenceId)).size === subrequests.length) return;
  throw malformed('INVALID_INPUT', 'Each referenceId may stand once in a composite request');
}

function refuseTooHeavy(call: RoutedCall, subrequests: readonly Subrequest[]): void {
  const heavy = subrequests.filter(
    ({ call: inner }) => call.endpointOf(inner) === 'query' || /\/composite\/sobjects\b/.test(inner.url),
  );
  if (heavy.length <= HEAVY_SUBREQUESTS) return;
  throw malformed(
    'LIMIT_EXCEEDED',
    `A composite request takes up to ${HEAVY_SUBREQUESTS} queries and sObject Collections subrequests`,
  );
}
