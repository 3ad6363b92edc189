import type { WriteOperation } from '../system.js';
import { limits } from './limits.js';
import { shortId } from './objects.js';

/**
 * Chunks of one kind of operation each, in which no key and no record occurs twice: Salesforce refuses
 * all rows of a call that share an external id. Rows that lock the same record by the reference `lockedBy` stand
 * together, so that they wait for each other in few calls.
 */
export function chunksOf(operations: readonly WriteOperation[], lockedBy: string | null): WriteOperation[][] {
  const chunks: { readonly kind: string; readonly targets: Set<string>; readonly chunk: WriteOperation[] }[] =
    [];
  for (const operation of groupedBy(operations, lockedBy)) {
    const target =
      operation.operation === 'create' ? operation.key.toLowerCase() : shortId(operation.remoteId);
    let open = chunks.find(
      ({ kind, targets, chunk }) =>
        kind === operation.operation && !targets.has(target) && chunk.length < limits.writeBatch,
    );
    if (!open) chunks.push((open = { kind: operation.operation, targets: new Set(), chunk: [] }));
    open.targets.add(target);
    open.chunk.push(operation);
  }
  return chunks.map(({ chunk }) => chunk);
}

/** Those of one value next to each other, those without any first; what is equal keeps its order. */
export function groupedBy(
  operations: readonly WriteOperation[],
  field: string | null,
): readonly WriteOperation[] {
  if (field === null) return operations;
  const valueOf = (operation: WriteOperation) =>
    operation.operation === 'remove' ? '' : String(operation.fields[field] ?? '');
  return operations.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    return left < right ? -1 : Number(left > right);
  });
}

export function halves<T>(items: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
