export type SecretErrorCode =
  /** A key that is no key. */
  | 'bad-key'
  /** Sealed with a key that this process was not given. */
  | 'unknown-key'
  /** No envelope of ours. */
  | 'malformed'
  /** Changed since it was sealed, or sealed for another record. */
  | 'not-authentic';

export class SecretError extends Error {
  override readonly name = 'SecretError';

  constructor(
    readonly code: SecretErrorCode,
    message: string,
  ) {
    super(message);
  }
}
