/** What Dataverse sends with a status, for faults that do not bring their own body. */
export function defaultFaultBody(status: number): unknown {
  const [code, message] = BODIES[status] ?? ['0x80040216', `An unexpected error occurred (${status}).`];
  return { error: { code, message } };
}

/** The same for the token endpoint. */
export function defaultTokenFaultBody(status: number): unknown {
  return status >= 500 || status === 429
    ? { error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error has occurred.' }
    : {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
        error_codes: [7000215],
      };
}

const BODIES: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['0x80040203', 'Invalid argument.'],
  403: ['0x80040220', 'SecLib::CheckPrivilege failed. Principal user is missing prvCreateLead privilege.'],
  404: ['0x80060888', 'Resource not found.'],
  429: ['0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
  503: ['0x8004a001', 'The database is busy, try again later.'],
};
