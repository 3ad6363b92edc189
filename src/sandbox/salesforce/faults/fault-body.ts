/** What Salesforce sends with a status, for faults that do not bring their own body. */
export function defaultFaultBody(status: number): unknown {
  const [errorCode, message] = BODIES[status] ?? [
    'UNKNOWN_EXCEPTION',
    `An unexpected error occurred (${status})`,
  ];
  return [{ message, errorCode }];
}

/** The same for the token endpoint, which speaks OAuth. */
export function defaultTokenFaultBody(status: number): unknown {
  return status >= 500
    ? { error: 'server_error', error_description: 'temporarily unavailable' }
    : { error: 'invalid_grant', error_description: 'authentication failure' };
}

const BODIES: Readonly<Record<number, readonly [errorCode: string, message: string]>> = {
  400: ['UNKNOWN_EXCEPTION', 'The request could not be understood'],
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  404: ['NOT_FOUND', 'The requested resource does not exist'],
  500: [
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support',
  ],
  503: ['SERVER_UNAVAILABLE', 'The server is unavailable, try again later'],
};
