import { ControlRefused, type CallFault, type FaultVocabulary } from '../../frame/index.js';
import type * as frame from '../../frame/index.js';
import { ENDPOINTS, type Endpoint } from '../rest/endpoints.js';
import { RowRefused } from '../rest/errors.js';

/** `row-error`: a row of a write is refused with this code. `lock`: with `UNABLE_TO_LOCK_ROW`. */
export type RowFault =
  | {
      readonly kind: 'row-error';
      readonly statusCode: string;
      readonly message: string;
      readonly fields?: readonly string[];
    }
  | { readonly kind: 'lock' };

export type Fault = CallFault | RowFault;
export type FaultMatch = frame.FaultMatch<Endpoint>;
export type FaultOrder = frame.FaultOrder<Endpoint, RowFault>;

export const FAULT_VOCABULARY: FaultVocabulary<Endpoint, RowFault> = {
  endpoints: ENDPOINTS,
  rowKinds: ['row-error', 'lock'],
  readRowFault: ({ kind, statusCode, message, fields }) => {
    if (kind === 'lock') return { kind };
    if (kind !== 'row-error') return null;
    if (typeof statusCode !== 'string' || typeof message !== 'string') {
      throw new ControlRefused('A row-error fault needs a statusCode and a message.');
    }
    return { kind, statusCode, message, fields: Array.isArray(fields) ? fields.map(String) : [] };
  },
};

/** The refusal of the row that a fault strikes. */
export function refusalOf(fault: RowFault, id: string | null): RowRefused {
  if (fault.kind === 'row-error') return new RowRefused(fault.statusCode, fault.message, fault.fields);
  const which = id === null ? 'this record' : `this record or 1 records: ${id}`;
  return new RowRefused('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to ${which}`);
}
