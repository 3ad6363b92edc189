import type { ApiAnswer } from '../../frame/index.js';
import type { Environment } from '../environment/environment.js';
import { readPart, type Part } from '../odata/multipart.js';
import { malformed } from './errors.js';
import type { ApiRequest } from './request.js';

const CRLF = '\r\n';

/** The request inside a part. Throws `ApiRefused` where the part is not put as the API wants it. */
export function requestIn(environment: Environment, { headers, body }: Part, root: string): ApiRequest {
  if (headers.get('content-type')?.toLowerCase() !== 'application/http') {
    throw malformed('0x80060888', 'A part of the batch has no Content-Type application/http.');
  }
  if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary') {
    throw malformed('0x80060888', 'A part of the batch has no Content-Transfer-Encoding binary.');
  }
  const lineEnd = body.indexOf(CRLF);
  const [, method, target] =
    /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(lineEnd < 0 ? body : body.slice(0, lineEnd)) ?? [];
  if (method === undefined || target === undefined) {
    throw malformed('0x80060888', 'A part of the batch has no request line.');
  }
  const url = /^(?:https?:\/\/[^/]+)?\/api\/data\/v9\.\d\/(.*)$/.exec(target)?.[1];
  if (url === undefined)
    throw malformed('0x80060888', `A part of the batch asks for '${target}', outside the API.`);
  if (url.startsWith('$batch')) throw malformed('0x80060888', 'A batch cannot hold a batch.');
  if (target.length > LONGEST_ADDRESS) {
    environment.counters.countViolation(`address of ${target.length} characters in a batch`);
  }
  const request = readPart(body.slice(lineEnd < 0 ? body.length : lineEnd + CRLF.length) || CRLF);
  return { method, url, body: request.body.trimEnd(), root, header: (name) => request.headers.get(name) };
}

/** Of a `GET` inside a batch; outside it is half of that. */
const LONGEST_ADDRESS = 65_536;

/** An answer as a part of the answer to the batch. */
export function partOf({ status, body, headers = {} }: ApiAnswer, contentId?: string): string {
  const json = body === undefined ? '' : JSON.stringify(body);
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`,
    ...(status >= 400 ? ['REQ_ID: 6f1d0000-0000-4000-8000-000000000001'] : []),
    ...(json === '' ? [] : ['Content-Type: application/json; odata.metadata=minimal']),
    'OData-Version: 4.0',
    ...Object.entries(headers).map(([name, value]) => `${headerName(name)}: ${value}`),
    '',
    json,
  ].join(CRLF);
}

export function joinParts(parts: readonly string[], boundary: string): string {
  return [...parts.map((part) => `--${boundary}${CRLF}${part}${CRLF}`), `--${boundary}--${CRLF}`].join('');
}

function headerName(name: string): string {
  return name === 'odata-entityid' ? 'OData-EntityId' : name;
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  412: 'Precondition Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};
