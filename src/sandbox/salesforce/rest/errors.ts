/** An entry of the array in which Salesforce answers every error of a whole call. */
export interface ErrorEntry {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
  readonly [detail: string]: unknown;
}

/** A whole call that is refused. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';

  constructor(
    readonly status: number,
    readonly entries: readonly ErrorEntry[],
    /** The request breaks a rule of the API that no data could make right. */
    readonly violation = false,
  ) {
    super(entries.map((entry) => `${entry.errorCode}: ${entry.message}`).join('; '));
  }
}

/** Refuses a call that was put properly but cannot be done. */
export function refused(status: number, errorCode: string, message: string): CallRefused {
  return new CallRefused(status, [{ message, errorCode }]);
}

/** Refuses a call that no org would take; it is counted as a violation. */
export function malformed(errorCode: string, message: string, status = 400): CallRefused {
  return new CallRefused(status, [{ message, errorCode }], true);
}

export function notFound(message = 'The requested resource does not exist'): CallRefused {
  return refused(404, 'NOT_FOUND', message);
}

/** One row that is refused; the others of its call go on. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';

  constructor(
    readonly statusCode: string,
    message: string,
    readonly fields: readonly string[] = [],
    /** What a single-record answer holds besides, e.g. the duplicates that were found. */
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The same refusal as the answer to a call that writes this row alone. */
  asCallRefused(): CallRefused {
    const status = NOT_THERE.has(this.statusCode) ? 404 : 400;
    return new CallRefused(status, [
      { ...this.detail, message: this.message, errorCode: this.statusCode, fields: this.fields },
    ]);
  }
}

const NOT_THERE: ReadonlySet<string> = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND']);
