export class VendorReport {
  readonly used!: number;
  readonly limit!: number;
  readonly at!: Date;
}

/** One thing that the system limits. */
export class QuotaOfKind {
  readonly kind!: 'calls-per-day' | 'calls-per-window' | 'concurrent-calls' | 'jobs-per-day';
  readonly limit!: number;
  readonly used!: number;
  readonly left!: number;
  /** Of a window: how long it is. */
  readonly seconds!: number | null;
  /** When what is used is free again; where it rolls, the first of it. Null where nothing is used, or it is free with the call. */
  readonly resetsAt!: Date | null;
  /** What the system itself last said; it counts what other programs use as well. */
  readonly reportedByVendor!: VendorReport | null;
}

/** What a sync used in the day. */
export class QuotaOfSync {
  readonly syncId!: string;
  readonly name!: string;
  /** The part of the day's calls that it may make; null shares them evenly. */
  readonly share!: number | null;
  readonly calls!: number;
  readonly jobs!: number;
}

/** What the records that are due need. */
export class QuotaForecast {
  readonly records!: number;
  readonly calls!: number;
  /** Whether these are left today. */
  readonly fits!: boolean;
  /** At the present pace; null where nothing is due or nobody can tell. */
  readonly endsAt!: Date | null;
  /** e.g. “This needs 1,240 of 9,800 calls left and ends about 2026-03-01 02:10 UTC.” */
  readonly message!: string;
}

export class DestinationQuota {
  /** All destinations of the organisation share what it allows; null before the first sign-in. */
  readonly organisation!: string | null;
  readonly kinds!: QuotaOfKind[];
  readonly forecast!: QuotaForecast;
  /** Syncs of this workspace, those that used most first. */
  readonly syncs!: QuotaOfSync[];
  /** Calls of the day that no sync of this workspace made: checks, previews, other workspaces. */
  readonly otherCalls!: number;
}
