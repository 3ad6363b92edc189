import type { FieldValues, Verdict } from '../../system.js';
import type { errorRules, VendorError } from '../errors.js';
import { CallFailure } from '../failure.js';
import { judge } from '../judgement.js';
import { verdictOf } from '../verdict.js';
import type { JobInfo } from './ingest-calls.js';

/** The verdict on a record for a reason of the job and not of the record. */
export function jobVerdict(code: keyof typeof errorRules, message: string): Verdict {
  return verdictOf(judge([errorOf(code, message)]));
}

/**
 * What it means that a failed or aborted job did not come to a record. A job whose header has a field that the org
 * does not know fails as a whole: the records that carry it are to blame, the others can be sent again.
 */
export function unprocessedVerdict({ state, errorMessage }: JobInfo): (fields: FieldValues) => Verdict {
  const reason = errorMessage ?? `The job is ${state}`;
  const [, column] = /Field name not found\s*:\s*(\w+)/i.exec(reason) ?? [];
  const retry = jobVerdict('JOB_FAILED', `The bulk job ended before it came to this record. ${reason}`);
  if (column === undefined) return () => retry;
  const unknownField = verdictOf(judge([errorOf('INVALID_FIELD', reason, [column])]));
  return (fields) => (hasField(fields, column) ? unknownField : retry);
}

/** Salesforce deletes jobs seven days after their end. */
export function isGone(error: CallFailure): boolean {
  return error.errors.some(({ code, status }) => code === 'NOT_FOUND' || status === 404);
}

export function isClosedAlready(error: unknown): boolean {
  return error instanceof CallFailure && error.errors.some(({ code }) => code === 'INVALIDJOBSTATE');
}

function errorOf(code: string, message: string, fields: readonly string[] = []): VendorError {
  return { code, message, fields, status: null };
}

function hasField(fields: FieldValues, column: string): boolean {
  return Object.keys(fields).some((name) => name.toLowerCase() === column.toLowerCase());
}
