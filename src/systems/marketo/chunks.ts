import type { Place, WriteOperation } from '../system.js';
import { mostBodyBytes } from './limits.js';
import type { ObjectCalls } from './object-calls.js';

interface Chunk {
  readonly kind: string;
  readonly identities: Set<string>;
  readonly operations: WriteOperation[];
  bytes: number;
}

/**
 * Chunks of one kind of operation each, in which no record occurs twice and which are small enough for a call.
 * A record's second operation comes in a later chunk than its first.
 */
export function chunksOf(
  operations: readonly WriteOperation[],
  place: Place,
  calls: ObjectCalls,
  most: number,
): WriteOperation[][] {
  const chunks: Chunk[] = [];
  for (const operation of operations) {
    const kind = calls.kindOf(operation, place);
    const identity = calls.identityOf(operation);
    const bytes = sizeOf(operation);
    const earliest = chunks.findLastIndex(({ identities }) => identities.has(identity)) + 1;
    let open = chunks
      .slice(earliest)
      .find(
        (chunk) =>
          chunk.kind === kind && chunk.operations.length < most && chunk.bytes + bytes <= mostBodyBytes,
      );
    if (!open) chunks.push((open = { kind, identities: new Set(), operations: [], bytes: 0 }));
    open.identities.add(identity);
    open.operations.push(operation);
    open.bytes += bytes;
  }
  return chunks.map(({ operations: chunk }) => chunk);
}

/** What a record takes of a call's body, with its id or key and the punctuation around it. */
function sizeOf(operation: WriteOperation): number {
  const fields = operation.operation === 'remove' ? {} : operation.fields;
  return Buffer.byteLength(JSON.stringify(fields)) + 200;
}

export function halves<T>(items: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
