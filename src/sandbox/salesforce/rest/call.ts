import type { ApiAnswer, CallKind, IncomingCall } from '../../frame/index.js';
import type { Endpoint } from './endpoints.js';
import type { SalesforceOrg } from '../org/org.js';

/** A request as it arrived, or a subrequest of a composite call. */
export interface ApiCall extends IncomingCall {
  /** The body. Throws {@link CallRefused} where it is no JSON. */
  json(): unknown;
}

/** A call that found its route, with what its handler may use. */
export interface RoutedCall extends ApiCall {
  readonly org: SalesforceOrg;
  /** 50 to 66. */
  readonly version: number;
  /** Start of every path of this version, e.g. `/services/data/v60.0`. */
  readonly basePath: string;
  readonly search: URLSearchParams;
  readonly endpoint: Endpoint;
  /** The value of a `:place` in the route's path, decoded. */
  place(name: string): string;
  /** Answers another call as part of this one. */
  answerInside(call: ApiCall): ApiAnswer;
  /** The endpoint another call would reach. */
  endpointOf(call: ApiCall): Endpoint;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the version, e.g. `/sobjects/:object/:id`. */
  readonly path: string;
  readonly endpoint: Endpoint;
  readonly kind: CallKind;
  handle(call: RoutedCall): ApiAnswer;
}
