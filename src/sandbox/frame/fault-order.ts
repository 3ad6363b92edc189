import type { AnyRowFault, CallFault, FaultMatch, FaultOrder } from './faults.js';
import { isObject } from './json.js';
import { ControlRefused } from './refusal.js';
import type { FieldValue } from './values.js';

/** What a sandbox adds to the faults that all have. */
export interface FaultVocabulary<E extends string, R extends AnyRowFault> {
  readonly endpoints: readonly E[];
  /** The kinds of its row faults, for messages. */
  readonly rowKinds: readonly string[];
  /** A row fault off the wire, null where it is of no kind it knows. Throws {@link ControlRefused}. */
  readRowFault(fault: Readonly<Record<string, unknown>>): R | null;
}

/** Reads a fault order off the wire. Throws {@link ControlRefused} saying what is wrong with it. */
export function readFaultOrder<E extends string, R extends AnyRowFault>(
  vocabulary: FaultVocabulary<E, R>,
  body: unknown,
): FaultOrder<E, R> {
  if (!isObject(body)) throw new ControlRefused('A fault is an object {match?, times?, fault}.');
  return {
    match: readMatch(vocabulary.endpoints, body['match']),
    times: readTimes(body['times']),
    fault: readFault(vocabulary, body['fault']),
  };
}

function readMatch<E extends string>(endpoints: readonly E[], match: unknown): FaultMatch<E> {
  if (match === undefined) return {};
  if (!isObject(match)) throw new ControlRefused('match must be an object {endpoint?, method?, record?}.');
  const { endpoint, method, record } = match;
  const known = endpoint === undefined ? undefined : endpoints.find((name) => name === endpoint);
  if (endpoint !== undefined && !known) {
    throw new ControlRefused(`match.endpoint must be one of ${endpoints.join(', ')}.`);
  }
  if (method !== undefined && typeof method !== 'string') {
    throw new ControlRefused('match.method must be an HTTP method, e.g. PATCH.');
  }
  if (record !== undefined && !isFieldValues(record)) {
    throw new ControlRefused('match.record must be an object of field names and plain values.');
  }
  return { endpoint: known, method, record };
}

function isFieldValues(value: unknown): value is Record<string, FieldValue> {
  return isObject(value) && Object.values(value).every((item) => item === null || typeof item !== 'object');
}

function readTimes(times: unknown): number | null {
  if (times === undefined) return 1;
  if (times === null || (typeof times === 'number' && Number.isSafeInteger(times) && times > 0)) return times;
  throw new ControlRefused('times must be a whole number from 1, or null for always.');
}

function readFault<E extends string, R extends AnyRowFault>(
  { rowKinds, readRowFault }: FaultVocabulary<E, R>,
  given: unknown,
): CallFault | R {
  const fault = isObject(given) ? given : {};
  const { kind, status, body, headers, ms, committed } = fault;
  switch (kind) {
    case 'status':
      if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
        throw new ControlRefused('A status fault needs a status from 200 to 599.');
      }
      return { kind, status, body, headers: readHeaders(headers), committed: committed === true };
    case 'hang':
      if (ms !== undefined && (typeof ms !== 'number' || ms < 0)) {
        throw new ControlRefused('ms must be a number of milliseconds, or be left out for ever.');
      }
      return { kind, ms, committed: committed === true };
    case 'drop-before':
    case 'drop-after-commit':
      return { kind };
  }
  const rowFault = readRowFault(fault);
  if (rowFault) return rowFault;
  const kinds = ['status', 'hang', 'drop-before', 'drop-after-commit', ...rowKinds];
  throw new ControlRefused(`fault.kind must be ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}.`);
}

function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (headers === undefined) return {};
  if (!isObject(headers)) throw new ControlRefused('headers must be an object of header names and texts.');
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
