/** What a look at one part of a set-up found. */
export interface Finding {
  /** Which part, e.g. `PUBLIC_URL` or `sync “Leads”`. */
  readonly about: string;
  /** `failed`: does not work as it is. `warning`: works, and is likely not meant so. `skipped`: could not be looked at. */
  readonly level: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}
