/** What a call asks for; faults and counters go by these names. */
export const ENDPOINTS = [
  'token',
  'describe',
  'leads-read',
  'leads-sync',
  'leads-delete',
  'companies-read',
  'companies-sync',
  'companies-delete',
  'lists-read',
  'list-create',
  'list-add',
  'list-remove',
  'list-check',
  'import',
  'import-read',
  'usage',
  'unknown',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];
