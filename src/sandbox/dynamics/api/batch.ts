import { randomUUID } from 'node:crypto';
import type { ApiAnswer } from '../../frame/index.js';
import type { Environment } from '../environment/environment.js';
import { isMultipart, readMultipart, type Part } from '../odata/multipart.js';
import { joinParts, partOf, requestIn } from './batch-part.js';
import { isWriting, type Endpoint } from './endpoints.js';
import { ApiRefused, malformed } from './errors.js';
import type { Written } from './records.js';
import { prefers, type ApiRequest } from './request.js';
import { answerRequest, endpointOf } from './routing.js';

const MOST_REQUESTS = 1_000;

/** What one part, or one change set, came to. */
interface PartDone {
  readonly text: string;
  /** Of an error; null where all went well. */
  readonly failed: number | null;
}

/**
 * `POST /$batch` ("Execute batch operations"): requests one after the other, each for itself, and change sets all or
 * nothing. The first error ends it, with its status, unless the caller prefers `odata.continue-on-error`.
 */
export function answerBatch(environment: Environment, request: ApiRequest): ApiAnswer {
  const parts = readMultipart(request.header('content-type'), request.body);
  const count = requestsOf(parts).length;
  if (count > MOST_REQUESTS) {
    throw malformed('0x80060888', `The batch has ${count} requests; ${MOST_REQUESTS} are allowed.`);
  }
  const goesOn = prefers(request, 'odata.continue-on-error');
  const done: PartDone[] = [];
  for (const part of parts) {
    const one = isChangeSet(part)
      ? answerChangeSet(environment, part, request)
      : answerPart(environment, part, request);
    done.push(one);
    if (one.failed !== null && !goesOn) break;
  }
  const boundary = `batchresponse_${randomUUID()}`;
  return {
    status: goesOn ? 200 : (done.find(({ failed }) => failed !== null)?.failed ?? 200),
    body: joinParts(
      done.map(({ text }) => text),
      boundary,
    ),
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
  };
}

/** `batch` where anything in it writes; one that only reads is no write call. */
export function batchEndpoint(request: ApiRequest): Endpoint {
  return requestsIn(request).some((one) => isWriting(endpointOf(one))) ? 'batch' : 'read-batch';
}

/** What the requests of a batch ask for; none where it cannot be read. */
export function requestsIn(
  request: ApiRequest,
): { readonly method: string; readonly url: string; readonly body: string }[] {
  try {
    return requestsOf(readMultipart(request.header('content-type'), request.body)).flatMap(({ body }) => {
      const [, method, url] = /^([A-Z]+) \S*?\/api\/data\/v9\.\d\/(\S+) HTTP\/1\.1/.exec(body) ?? [];
      if (method === undefined || url === undefined) return [];
      return [{ method, url, body: body.slice(body.indexOf('\r\n\r\n') + 4) }];
    });
  } catch (error) {
    if (error instanceof ApiRefused) return [];
    throw error;
  }
}

function requestsOf(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) =>
    isChangeSet(part) ? readMultipart(part.headers.get('content-type'), trimmed(part.body)) : [part],
  );
}

function isChangeSet({ headers }: Part): boolean {
  return isMultipart(headers.get('content-type'));
}

function answerPart(environment: Environment, part: Part, { root }: ApiRequest): PartDone {
  const inner = requestIn(environment, part, root);
  if (part.headers.has('content-id')) environment.counters.countViolation('Content-ID outside a change set');
  try {
    return { text: partOf(answerRequest(environment, inner).answer), failed: null };
  } catch (error) {
    return failedPart(environment, error);
  }
}

/** Each request needs a Content-ID, by which later ones may name its record as `$1`; one error undoes all. */
function answerChangeSet(environment: Environment, part: Part, { root }: ApiRequest): PartDone {
  const inner = readMultipart(part.headers.get('content-type'), trimmed(part.body));
  const written: Written[] = [];
  const places = new Map<string, string>();
  const texts: string[] = [];
  try {
    for (const each of inner) {
      const contentId = each.headers.get('content-id');
      if (contentId === undefined) throw malformed('0x80060888', 'Content-ID header not present.');
      const request = withPlaces(requestIn(environment, each, root), places);
      if (request.method === 'GET') throw malformed('0x80060888', 'A change set cannot hold a GET.');
      const done = answerRequest(environment, request);
      if (done.written) {
        written.push(done.written);
        places.set(contentId, `${request.url.split(/[(?/]/, 1)[0]}(${done.written.id})`);
      }
      texts.push(partOf(done.answer, contentId));
    }
  } catch (error) {
    for (const { undo } of written.toReversed()) undo();
    return failedPart(environment, error);
  }
  const boundary = `changesetresponse_${randomUUID()}`;
  const head = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`;
  return { text: head + joinParts(texts, boundary), failed: null };
}

/** `$1` in an address or in a bound lookup is the record of an earlier request of the set. */
function withPlaces(request: ApiRequest, places: ReadonlyMap<string, string>): ApiRequest {
  const fill = (text: string, pattern: RegExp) =>
    text.replace(pattern, (_, start: string, contentId: string) => {
      const place = places.get(contentId);
      if (place !== undefined) return `${start}${place}`;
      throw malformed(
        '0x80060888',
        `Content-ID Reference: '$${contentId}' does not exist in the batch context.`,
      );
    });
  return {
    ...request,
    url: fill(request.url, /^()\$(\w+)/),
    body: fill(request.body, /(:\s*")\$(\w+)(?=")/g),
  };
}

function failedPart(environment: Environment, error: unknown): PartDone {
  if (!(error instanceof ApiRefused)) throw error;
  if (error.violation) environment.counters.countViolation(error.message);
  const { status, body, headers } = error;
  return { text: partOf({ status, body, headers }), failed: status };
}

/** Line ends before the first and after the last boundary belong to neither. */
function trimmed(body: string): string {
  return body.replace(/^(?:\r\n)+/, '');
}
