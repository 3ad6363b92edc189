import type { FieldValues, WriteOperation } from '../../systems/index.js';
import type { Planned } from './plan.js';

export type Sendable = Extract<Planned, { action: 'create' | 'update' | 'remove' }>;

export function isSendable(planned: Planned): planned is Sendable {
  return planned.action === 'create' || planned.action === 'update' || planned.action === 'remove';
}

/** What the other system is asked to do; `key` is the value of the external key of a new record. */
export function operationOf(planned: Sendable, key: string): WriteOperation {
  const { id } = planned.candidate;
  switch (planned.action) {
    case 'create': {
      const { fields, parents } = planned;
      const above = Object.keys(parents).length > 0 ? { parents } : {};
      return { id, operation: 'create', key, fields, ...above };
    }
    case 'update': {
      const fields = Object.fromEntries(planned.differences.map(({ field, after }) => [field, after]));
      const { remoteId, adopted } = planned;
      return {
        id,
        operation: 'update',
        remoteId,
        fields,
        ...(adopted && { key }),
        ...writtenBefore(planned),
      };
    }
    case 'remove':
      return { id, operation: 'remove', remoteId: planned.remoteId, ...writtenBefore(planned) };
  }
}

function writtenBefore({ candidate: { ours } }: Sendable): { written?: FieldValues } {
  return ours ? { written: ours.written } : {};
}
