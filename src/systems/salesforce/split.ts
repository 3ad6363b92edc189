import type { Failure, WriteOperation } from '../system.js';
import type { CallFailure } from './failure.js';
import { judge } from './judgement.js';

/**
 * Whether a call that was refused as a whole may pass in parts: when the data of some record is to blame,
 * or when it was too much for the org at once. What concerns the call or the organisation is not.
 */
export function mayPassInParts(failed: CallFailure): boolean {
  const { errors, dailyBudgetLeft } = failed;
  const { rule } = judge(errors, dailyBudgetLeft);
  const status = errors[0]?.status ?? null;
  if (rule.verdict === 'retry') return rule.scope === 'record';
  return (rule.verdict === 'rejected' || rule.verdict === 'held') && status !== null && status < 500;
}

/** The field an INVALID_FIELD is about; Salesforce often names it in the text only. */
export function fieldNamedBy({ field, message }: Failure): string | null {
  const [, column] = /No such column '([^']+)'/i.exec(message) ?? [];
  return field ?? column ?? null;
}

export function hasField(operation: WriteOperation, field: string): boolean {
  if (operation.operation === 'remove') return false;
  return Object.keys(operation.fields).some((name) => name.toLowerCase() === field.toLowerCase());
}
