import type { ApiAnswer } from '../../frame/index.js';

/** A request as it arrived, or a part of a batch. */
export interface ApiRequest {
  readonly method: string;
  /** Below the version, e.g. `leads?$top=1`, still percent-encoded. */
  readonly url: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: string;
  /** Address of the API's root, e.g. `http://127.0.0.1:4011/api/data/v9.2/`. */
  readonly root: string;
}

/** Whether a preference was asked for, e.g. `return=representation`. */
export function prefers(request: ApiRequest, preference: string): boolean {
  const given = request.header('prefer') ?? '';
  return given.split(',').some((each) => each.trim().toLowerCase() === preference);
}

export type { ApiAnswer };
