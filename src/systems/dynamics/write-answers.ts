import type { Verdict, WriteOperation } from '../system.js';
import type { PartAnswer } from './batch.js';
import type { ErrorRule } from '../error-rule.js';
import type { VendorError } from './errors.js';
import { specialRules } from './errors.js';
import { vendorError } from './failure.js';
import { isObject, parsed, textOf } from './json.js';
import { failureOf, ruleFor } from './judgement.js';
import { sameGuid, type Table } from './tables.js';
import { lost, verdictOf } from './verdict.js';
import type { WriteCall } from './write-calls.js';

/** Where records are written to. */
export interface WriteContext {
  readonly table: Table;
  readonly alternateKey: string;
}

export interface Answered {
  readonly verdict: Verdict;
  /** What went wrong; null where nothing did. */
  readonly error: VendorError | null;
}

/** The verdict for an operation out of the answer to its call or part. */
export function readAnswer({ operation }: WriteCall, answer: PartAnswer, context: WriteContext): Answered {
  const { table, alternateKey } = context;
  if (answer.status >= 300) return judge(operation, vendorError(answer), context);
  if (operation.operation === 'remove') return done({ verdict: 'removed' });
  if (operation.operation === 'update') {
    const named = idInAddress(answer.headers['odata-entityid']);
    if (named !== null && !sameGuid(named, operation.remoteId))
      return misread('names another record than was sent');
    return answer.status === 204
      ? done({ verdict: 'updated', remoteId: operation.remoteId })
      : misread('is no 204');
  }
  const row = parsed(answer.body);
  const remoteId = isObject(row) ? textOf(row[table.idColumn]) : null;
  if (!isObject(row) || remoteId === null) return misread('does not name the record');
  const key = textOf(row[alternateKey]);
  if (key?.toLowerCase() !== operation.key.toLowerCase()) return misread('names another key than was sent');
  return done({ verdict: answer.status === 201 ? 'created' : 'updated', remoteId: remoteId.toLowerCase() });
}

/** What an error means for an operation; some mean other things for a create than for an update. */
export function judge(
  operation: WriteOperation,
  error: VendorError,
  { table, alternateKey }: WriteContext,
): Answered {
  const rule = isGone(operation, error) ? specialRules.deletedRemotely : ruleOn(table, error);
  // An earlier call whose answer was lost may only now have finished: the record is there under our key.
  const verdict = isOurKeyTaken(operation, error, alternateKey)
    ? lost(failureOf(error, rule))
    : verdictOf(error, rule);
  return { verdict: removedAnyway(operation, rule) ? { verdict: 'removed' } : verdict, error };
}

/** Only leads are closed for good; other records are read-only while they are inactive. */
function ruleOn({ logicalName }: Table, error: VendorError): ErrorRule {
  const rule = ruleFor(error);
  return rule.verdict === 'held' && logicalName !== 'lead' ? specialRules.inactive : rule;
}

/** What was to be removed and is gone already is as good as removed. */
function removedAnyway({ operation }: WriteOperation, rule: ErrorRule): boolean {
  return operation === 'remove' && rule === specialRules.deletedRemotely;
}

const anyGuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const goneCodes: ReadonlySet<string> = new Set(['0x80040217', '0x80060891', 'NO_CODE']);

/** The record itself is gone, and not one that it refers to: a message about another names that one's id. */
function isGone(operation: WriteOperation, { code, message, status }: VendorError): boolean {
  if (operation.operation === 'create' || !goneCodes.has(code)) return false;
  if (code !== '0x80040217' && status !== 404) return false;
  const named = message.match(anyGuid) ?? [];
  return named.length === 0 || named.some((id) => sameGuid(id, operation.remoteId));
}

/** The code tells no more than that a key is taken; the message names the column, where it is ours. */
function isOurKeyTaken({ operation }: WriteOperation, error: VendorError, alternateKey: string): boolean {
  if (operation !== 'create') return false;
  const rule = ruleFor(error);
  const isRace =
    error.code === '0x80040237' ||
    (error.code === 'NO_CODE' && rule === ruleFor({ ...error, code: '0x80040237' }));
  return isRace || (error.code === '0x80060892' && error.message.toLowerCase().includes(alternateKey));
}

function idInAddress(address: string | undefined): string | null {
  return /\(([0-9a-f-]{36})\)$/i.exec(address ?? '')?.[1] ?? null;
}

function done(verdict: Verdict): Answered {
  return { verdict, error: null };
}

/** A misread answer would mix up people: it is taken for lost. */
function misread(what: string): Answered {
  const error = {
    code: 'UNREADABLE_ANSWER',
    message: `The answer of Dynamics ${what}.`,
    status: null,
    retryAfter: null,
  };
  return { verdict: verdictOf(error, ruleFor(error)), error };
}
