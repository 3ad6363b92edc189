/** What a call asks for; faults and counters go by these names. */
export const ENDPOINTS = [
  'token',
  'revoke',
  'identity',
  'resources',
  'describe',
  'limits',
  'query',
  'retrieve',
  'composite',
  'create',
  'update',
  'upsert',
  'delete',
  'job-create',
  'job-upload',
  'job-close',
  'job-state',
  'job-results',
  'job-delete',
  // A row that a job writes; for faults of rows.
  'job-row',
  'unknown',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];
