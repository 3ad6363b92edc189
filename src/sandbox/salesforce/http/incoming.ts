import type { FastifyRequest } from 'fastify';
import { isObject, readCall, type IncomingCall } from '../../frame/index.js';
import { canonicalId } from '../org/ids.js';
import type { SalesforceOrg } from '../org/org.js';
import type { ApiCall } from '../rest/call.js';
import { CallRefused, malformed } from '../rest/errors.js';

/** A request as the API sees it. Its body is parsed once, and only if somebody asks. */
export function readApiCall(request: FastifyRequest): ApiCall {
  const call = readCall(request);
  let parsed: { readonly value: unknown } | undefined;
  return { ...call, json: () => (parsed ??= { value: parseBody(call) }).value };
}

/** The records that a call would write, as they would stand then; none where the body cannot be read. */
export function recordsOf(org: SalesforceOrg, call: ApiCall): readonly Record<string, unknown>[] {
  const body = readable(call);
  if (!isObject(body)) return [];
  const records: readonly unknown[] = Array.isArray(body['records']) ? body['records'] : [body];
  const idInPath = call.url.split('?', 1)[0]?.split('/').at(-1);
  return records.filter(isObject).map((record) => {
    const id = canonicalId(String(record['id'] ?? record['Id'] ?? idInPath));
    const schema = id === null ? undefined : org.schema.objectOfId(id);
    return { ...(schema && id !== null ? org.table(schema).live(id) : {}), ...record };
  });
}

function readable(call: ApiCall): unknown {
  try {
    return call.json();
  } catch (error) {
    if (error instanceof CallRefused) return undefined;
    throw error;
  }
}

function parseBody(call: IncomingCall): unknown {
  if (!call.header('content-type')?.toLowerCase().startsWith('application/json')) {
    throw malformed('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as application/json', 415);
  }
  try {
    return JSON.parse(call.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('JSON_PARSER_ERROR', error.message);
    throw error;
  }
}
