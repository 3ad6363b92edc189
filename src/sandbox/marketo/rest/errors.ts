export interface ErrorEntry {
  readonly code: string;
  readonly message: string;
}

/** A whole call that is refused, nearly always with HTTP 200. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';

  constructor(
    readonly code: string,
    message: string,
    /** The request breaks a rule of the API that no data could make right. */
    readonly violation = false,
    readonly status = 200,
  ) {
    super(message);
  }
}

export function refused(code: string, message: string): CallRefused {
  return new CallRefused(code, message);
}

/** Refuses a call that no instance would take; it is counted as a violation. */
export function malformed(code: string, message: string, status = 200): CallRefused {
  return new CallRefused(code, message, true, status);
}

/** One record that is skipped; the others of its call go on. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
