import { ControlRefused, type CallFault, type FaultVocabulary } from '../../frame/index.js';
import type * as frame from '../../frame/index.js';
import { ENDPOINTS, type Endpoint } from './endpoints.js';

/** `row-error`: a record of a write is skipped with this code. */
export interface RowFault {
  readonly kind: 'row-error';
  readonly code: string;
  readonly message: string;
}

export type Fault = CallFault | RowFault;
export type FaultMatch = frame.FaultMatch<Endpoint>;
export type FaultOrder = frame.FaultOrder<Endpoint, RowFault>;

export const FAULT_VOCABULARY: FaultVocabulary<Endpoint, RowFault> = {
  endpoints: ENDPOINTS,
  rowKinds: ['row-error'],
  readRowFault: ({ kind, code, message }) => {
    if (kind !== 'row-error') return null;
    if (typeof code !== 'string' || typeof message !== 'string') {
      throw new ControlRefused('A row-error fault needs a code and a message.');
    }
    return { kind, code, message };
  },
};

/** The answer in which Marketo refuses a whole call, for `status` faults with 200. */
export function refusalBody(code: string, message = 'Refused by a fault'): object {
  return { requestId: 'fault', success: false, errors: [{ code, message }] };
}

/** What comes with a status where a fault brings no body of its own. */
export function defaultFaultBody(status: number): unknown {
  return status === 200 ? refusalBody('611', 'System error') : `<html><body>${status}</body></html>`;
}
