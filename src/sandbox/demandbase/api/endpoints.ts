import type { CallKind, FaultVocabulary } from '../../frame/index.js';
import type * as frame from '../../frame/index.js';

/** What a call asks for; faults and counters go by these names. */
export const ENDPOINTS = [
  'token',
  'sources',
  'create-job',
  'submit',
  'read-job',
  'list-jobs',
  'export-fields',
  'create-export',
  'read-export',
  'list-exports',
  'export-result',
  'unknown',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export const KINDS: Readonly<Record<Endpoint, CallKind>> = {
  token: 'other',
  sources: 'describe',
  'create-job': 'job',
  submit: 'write',
  'read-job': 'job',
  'list-jobs': 'job',
  'export-fields': 'describe',
  'create-export': 'look-up',
  'read-export': 'look-up',
  'list-exports': 'look-up',
  'export-result': 'look-up',
  unknown: 'other',
};

/** `drop-row`: a row is passed over without a word. */
export type RowFault = { readonly kind: 'drop-row' };

export type DemandbaseFault = frame.CallFault | RowFault;
export type DemandbaseFaultMatch = frame.FaultMatch<Endpoint>;
export type DemandbaseFaultOrder = frame.FaultOrder<Endpoint, RowFault>;

export const FAULT_VOCABULARY: FaultVocabulary<Endpoint, RowFault> = {
  endpoints: ENDPOINTS,
  rowKinds: ['drop-row'],
  readRowFault: ({ kind }) => (kind === 'drop-row' ? { kind } : null),
};
