import type { Place, Verdict, WriteOperation } from '../system.js';

export type Create = Extract<WriteOperation, { operation: 'create' }>;
export type Update = Extract<WriteOperation, { operation: 'update' }>;
export type Remove = Extract<WriteOperation, { operation: 'remove' }>;

/** How records of one object are written. */
export interface ObjectCalls {
  /** What is settled without a call; null where the operation is to be sent. */
  settled(operation: WriteOperation, place: Place): Verdict | null;
  /** Operations of one kind go in one call. */
  kindOf(operation: WriteOperation, place: Place): string;
  /** The record, as Marketo tells one from another; no two of one go in one call. */
  identityOf(operation: WriteOperation): string;
  /**
   * Sends operations of one kind and answers a verdict for each, in their order.
   * Throws `CallFailure` and `SystemError` where the call as a whole failed.
   */
  send(operations: readonly WriteOperation[], place: Place): Promise<readonly Verdict[]>;
}
