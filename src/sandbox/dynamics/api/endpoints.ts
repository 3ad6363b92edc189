/** What a call asks for; faults and counters go by these names. */
export const ENDPOINTS = [
  'token',
  'who-am-i',
  'metadata',
  'query',
  'retrieve',
  'create',
  'upsert',
  'update',
  'delete',
  'multiple',
  'batch',
  'read-batch',
  'unknown',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * What goes wrong with one record that is written, by itself or as a part of a batch.
 * - `row-error`: it is refused with this status, code and message. `lock`: as when the database gave up waiting.
 */
export type RowFault =
  | {
      readonly kind: 'row-error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'lock' };

const writing: ReadonlySet<Endpoint> = new Set(['create', 'upsert', 'update', 'delete', 'multiple', 'batch']);

export function isWriting(endpoint: Endpoint): boolean {
  return writing.has(endpoint);
}
