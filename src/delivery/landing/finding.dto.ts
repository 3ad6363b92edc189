/** A value that was accepted over there and does not stand there. */
export class ShownFinding {
  readonly id!: string;
  readonly runId!: string;
  readonly recordId!: string;
  /** One of the two. */
  readonly profileId!: string | null;
  readonly accountId!: string | null;
  readonly remoteId!: string;
  /** Null where the record itself cannot be found. */
  readonly field!: string | null;
  /** Text, number, boolean or null; forgotten after 30 days. */
  readonly sent!: unknown;
  readonly found!: unknown;
  /** A sentence for people. */
  readonly message!: string;
  readonly at!: Date;
}
