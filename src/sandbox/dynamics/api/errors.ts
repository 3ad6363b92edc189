/** A request that is refused, in the way the Web API words it. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';

  constructor(
    readonly status: number,
    /** Hexadecimal, or empty where the API gives none. */
    readonly code: string,
    message: string,
    /** The request breaks a rule of the API that no data could make right. */
    readonly violation = false,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): object {
    return { error: { code: this.code, message: this.message } };
  }
}

/** Refuses a request that no environment would take; it is counted as a violation. */
export function malformed(code: string, message: string, status = 400): ApiRefused {
  return new ApiRefused(status, code, message, true);
}

/** A payload that does not fit the table. */
export function badPayload(message: string): ApiRefused {
  return new ApiRefused(400, '0x80048d19', `Error identified in Payload provided by the user: ${message}`);
}

export function noSuchRecord(table: string, id: string): ApiRefused {
  return new ApiRefused(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
}

export function noSuchKey(table: string): ApiRefused {
  return new ApiRefused(
    404,
    '0x80060891',
    `A record with the specified key values does not exist in ${table} entity`,
  );
}

export function noSuchResource(segment: string): ApiRefused {
  return malformed('0x80060888', `Resource not found for the segment '${segment}'.`, 404);
}
