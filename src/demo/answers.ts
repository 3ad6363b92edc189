/** What the demo reads of the API's answers. */

export interface Page<T> {
  readonly items: readonly T[];
}

export interface Source {
  readonly id: string;
  readonly intakePath: string;
  readonly connectionValidatedAt: string | null;
}

export interface Check {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly message: string }[];
}

export interface Sync {
  readonly id: string;
  readonly pace: { readonly intervalSeconds: number } | null;
  readonly estimate: {
    readonly records: number;
    readonly apiCalls: { readonly lookUps: number; readonly writes: number };
    readonly ofDailyCalls: number;
  };
}

export interface Preview {
  readonly create: number;
  readonly update: number;
  readonly held: number;
  readonly samples: readonly {
    readonly profileId: string;
    readonly action: string;
    readonly remoteId?: string;
    readonly adopts?: boolean;
    readonly differences?: readonly {
      readonly field: string;
      readonly before: unknown;
      readonly after: unknown;
    }[];
    readonly hold?: { readonly code: string; readonly message: string };
  }[];
}

export interface LeadEvent {
  readonly id: string;
  readonly receivedAt: string;
  readonly status: string;
  readonly duplicateOf: string | null;
  readonly leadSource: Readonly<
    Record<'raw' | 'source' | 'action' | 'publisherId' | 'offerId' | 'offerTitle', string | null>
  >;
  readonly stage: string | null;
  readonly campaign: Readonly<Record<string, string>> | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly profileId: string | null;
}

export interface Profile {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly accountId: string | null;
  readonly stage: string | null;
  readonly doNotContact: boolean;
  readonly eventCount: number;
}

export interface Account {
  readonly name: string;
}

/** One line of a person's history. */
export interface HistoryLine {
  readonly at: string;
  readonly summary: string;
}

/** One person or company in the sync. */
export interface SyncRecord {
  readonly profileId: string | null;
  readonly accountId: string | null;
  readonly status: string;
  readonly remoteId: string | null;
  readonly hold: { readonly code: string; readonly message: string } | null;
  readonly error: { readonly message: string; readonly advice: string } | null;
}

export type Run = Readonly<
  Record<
    | 'received'
    | 'delivered'
    | 'created'
    | 'updated'
    | 'removed'
    | 'unchanged'
    | 'held'
    | 'rejected'
    | 'waiting'
    | 'accepted'
    | 'unknown'
    | 'apiCalls',
    number
  >
> & { readonly endedAt: string | null };
