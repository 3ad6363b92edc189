import { isObject, type IncomingCall } from '../../frame/index.js';
import { malformed, refused, RowRefused } from './errors.js';
import type { RoutedCall } from './call.js';

export const MOST_RECORDS = 300;

export type Input = Readonly<Record<string, unknown>>;

/** The JSON body of a call, with no other names than these. Throws {@link CallRefused}. */
export function readBody(call: IncomingCall, names: readonly string[]): Input {
  if (!call.header('content-type')?.toLowerCase().startsWith('application/json')) {
    throw malformed('612', 'Invalid Content Type');
  }
  const body = parsed(call.text());
  if (!isObject(body)) throw malformed('609', 'Invalid JSON');
  const unknown = Object.keys(body).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw malformed('609', `Unknown names in the body: ${unknown.join(', ')}`);
  return body;
}

/** The records of a write. Throws {@link CallRefused}. */
export function readInput(body: Input): readonly Input[] {
  const { input } = body;
  if (!Array.isArray(input) || input.length === 0)
    throw malformed('1002', "Missing value for required parameter 'input'");
  if (input.length > MOST_RECORDS) throw malformed('1003', `More than ${MOST_RECORDS} records in the input`);
  return input.map((row) => {
    if (!isObject(row)) throw malformed('609', 'A record must be an object');
    return row;
  });
}

/** One of a few words, the first where none is given. Throws {@link CallRefused}. */
export function readWord(value: unknown, name: string, words: readonly string[]): string {
  const word = value ?? words[0];
  if (typeof word !== 'string' || !words.includes(word)) throw malformed('1003', `Invalid value for ${name}`);
  return word;
}

/** Values of a parameter that is repeated or has its values separated by commas. */
export function valuesOf(search: URLSearchParams, name: string): string[] {
  return search
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '');
}

/** Does each record by itself: one that is refused is skipped with its reason, and a fault may skip one too. */
export function eachRow(
  call: RoutedCall,
  rows: readonly Input[],
  work: (row: Input, index: number) => object,
): readonly object[] {
  const { instance, endpoint, method } = call;
  return rows.map((row, index) => {
    try {
      const fault = instance.faults.strikeRow(endpoint, method, row);
      if (fault) throw new RowRefused(fault.code, fault.message);
      return work(row, index);
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error;
      instance.errorsToday.set(error.code, (instance.errorsToday.get(error.code) ?? 0) + 1);
      return { ...idOf(row), status: 'skipped', reasons: [{ code: error.code, message: error.message }] };
    }
  });
}

function idOf({ id }: Input): object {
  return id === undefined ? {} : { id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('609', 'Invalid JSON');
  }
}

export function required(search: URLSearchParams, name: string): string {
  const value = search.get(name);
  if (value === null || value === '') throw refused('701', `${name} cannot be blank`);
  return value;
}
