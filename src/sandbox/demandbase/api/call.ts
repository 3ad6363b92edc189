import type { ApiAnswer, IncomingCall, RoutePattern } from '../../frame/index.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';
import type { Endpoint } from './endpoints.js';

/** A call that found its route and may be answered. */
export interface RoutedCall extends IncomingCall {
  readonly tenant: DemandbaseTenant;
  readonly search: URLSearchParams;
  /** Where the client reached the sandbox. */
  readonly baseUrl: string;
  /** The value of a `:place` in the route's path, decoded. */
  place(name: string): string;
}

export interface Route extends RoutePattern {
  readonly endpoint: Endpoint;
  handle(call: RoutedCall): ApiAnswer;
}

/** The JSON of a body; undefined where it is none or was not sent as such. */
export function jsonOf(call: IncomingCall): unknown {
  if (!call.header('content-type')?.toLowerCase().startsWith('application/json')) return undefined;
  try {
    return JSON.parse(call.text());
  } catch {
    return undefined;
  }
}

/** One page of a list; `perPage` and `page` as the query has them. */
export function pageOf<T>(items: readonly T[], search: URLSearchParams, usual: number): readonly T[] {
  const perPage = Number(search.get('perPage') ?? usual);
  const page = Number(search.get('page') ?? 1);
  return items.slice((page - 1) * perPage, page * perPage);
}
