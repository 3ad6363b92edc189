import type { Verdict } from '../system.js';
import type { Answer } from './client.js';
import type { VendorError } from './errors.js';
import { failed, idOf, isObject, textOf, vendorErrors } from './failure.js';
import { judge } from './judgement.js';
import { verdictOf } from './verdict.js';

/** What Marketo says of one record of a call. */
export interface ResultRow {
  readonly id: string | null;
  readonly status: string | null;
  readonly errors: readonly VendorError[];
}

/** One row for each record, in their order, or the answer is taken for lost: a misread order would mix up people. */
export function rowsFor(count: number, { result }: Answer): ResultRow[] {
  if (result.length !== count) {
    throw failed('UNREADABLE_ANSWER', `Marketo answered ${result.length} results for ${count} records.`);
  }
  return result.map((item, index) => {
    const row = isObject(item) ? item : {};
    if (typeof row.seq === 'number' && row.seq !== index) {
      throw failed('UNREADABLE_ANSWER', 'Marketo answered the records in another order.');
    }
    return {
      id: idOf(row.id),
      status: textOf(row.status),
      errors: vendorErrors(row.reasons ?? row.errors),
    };
  });
}

/** Rows name the records they are about; another one than was sent means that nothing can be made of the answer. */
export function assertSameIds(rows: readonly ResultRow[], sent: readonly string[]): void {
  if (rows.some(({ id }, index) => id !== null && id !== sent[index])) {
    throw failed('UNREADABLE_ANSWER', 'Marketo answered other records than were sent.');
  }
}

/** A row may have reasons and no status at all; it has failed all the same. */
export function failureOf({ errors, status }: ResultRow, done: Verdict, now: Date): Verdict {
  const reasons = errors.length > 0 || status === 'skipped' ? errors : [unknownStatus(status)];
  return verdictOf(judge(reasons, 'row', now), done);
}

function unknownStatus(status: string | null): VendorError {
  return { code: 'UNREADABLE_ANSWER', message: `Marketo answered with status ${status ?? 'none'}.` };
}
