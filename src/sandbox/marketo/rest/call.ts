import type { CallKind, IncomingCall } from '../../frame/index.js';
import type { MarketoInstance } from '../instance/instance.js';
import type { Endpoint } from './endpoints.js';

export interface Arrival {
  /** The id of the newest record when the call arrived: it sees none that is newer. */
  readonly seenId: number;
  /** Calls at once, this one among them. */
  readonly atOnce: number;
}

/** A call that found its route, with what its handler may use. */
export interface RoutedCall extends IncomingCall, Arrival {
  readonly instance: MarketoInstance;
  readonly endpoint: Endpoint;
  /** The parameters of the address, or of the form of a search that is too long for one. */
  readonly search: URLSearchParams;
  /** The value of a `:place` in the route's path. */
  place(name: string): string;
}

/** What a handler answers: the result of a successful call, or a file as it is. */
export type Answered =
  { readonly result: readonly unknown[]; readonly nextPageToken?: string } | { readonly file: string };

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the root of the instance, e.g. `/rest/v1/leads.json`. */
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly kind: CallKind;
  handle(call: RoutedCall): Answered;
}
