import type { WhoActs } from './verdict.js';

/** What an error code means for the record, and who can do something about it. */
export type ErrorRule = { readonly advice: string; readonly whoActs: WhoActs } & (
  | { readonly verdict: 'rejected' }
  | { readonly verdict: 'held'; readonly holdCode: string }
  | { readonly verdict: 'retry'; readonly scope: 'record' | 'organisation'; readonly after: number | null }
  | { readonly verdict: 'unknown' }
);

export const rejected = (whoActs: WhoActs, advice: string): ErrorRule => ({
  verdict: 'rejected',
  whoActs,
  advice,
});
export const held = (holdCode: string, advice: string): ErrorRule => ({
  verdict: 'held',
  holdCode,
  whoActs: 'sales-ops',
  advice,
});
export const retryRecord = (advice: string, whoActs: WhoActs = 'vendor'): ErrorRule => ({
  verdict: 'retry',
  scope: 'record',
  after: null,
  whoActs,
  advice,
});
export const pauseOrganisation = (whoActs: WhoActs, after: number | null, advice: string): ErrorRule => ({
  verdict: 'retry',
  scope: 'organisation',
  after,
  whoActs,
  advice,
});
