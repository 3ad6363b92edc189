export type Verdict =
  | { readonly verdict: 'created' | 'updated'; readonly remoteId: string }
  | { readonly verdict: 'unchanged'; readonly remoteId: string }
  | { readonly verdict: 'removed' }
  /** The vendor has it and does not show it yet: `collect` is asked after so many seconds. */
  | { readonly verdict: 'accepted'; readonly job: string; readonly collectAfter: number }
  | ({ readonly verdict: 'rejected' } & Failure)
  /** A state over there in which this record is not ours to write, e.g. `converted`, `deleted-remotely`. */
  | { readonly verdict: 'held'; readonly code: string; readonly message: string }
  | ({
      readonly verdict: 'retry';
      /** Seconds; null leaves it to the usual back-off. */
      readonly after: number | null;
      /** `organisation`: the whole organisation should be left alone meanwhile. */
      readonly scope: 'record' | 'organisation';
    } & Failure)
  /** The answer was lost: it may have been done. To be looked up after so many seconds, then decided. */
  | ({ readonly verdict: 'unknown'; readonly lookUpAfter: number } & Failure);

export interface Failure {
  /** The vendor's code where it gave one. */
  readonly code: string;
  /** What the vendor answered, fit for a person to read. */
  readonly message: string;
  /** The remote field it is about. */
  readonly field: string | null;
  readonly advice: string;
  readonly whoActs: WhoActs;
}

export type WhoActs = 'admin' | 'sales-ops' | 'vendor' | 'us';

/** A reading or sign-in call that failed as a whole. */
export class SystemError extends Error {
  override readonly name = 'SystemError';

  constructor(
    /** `sign-in`: credentials are wrong or revoked. `quota`: budget spent. `unavailable`: try later. `misconfigured`: an admin must act. */
    readonly kind: 'sign-in' | 'quota' | 'unavailable' | 'misconfigured',
    readonly failure: Failure,
    /** Seconds, where the vendor or the kind of limit tells. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${failure.code}: ${failure.message}`);
  }
}
