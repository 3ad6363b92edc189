import { Router, type ApiAnswer, type RouteMatch } from '../../frame/index.js';
import type { ApiCall, Route, RoutedCall } from './call.js';
import { jobRoutes } from '../bulk/routes.js';
import { collectionRoutes } from './collections.js';
import { compositeRoutes } from './composite.js';
import { describeRoutes } from './describe.js';
import type { Endpoint } from './endpoints.js';
import { CallRefused, malformed, notFound, refused, RowRefused } from './errors.js';
import type { SalesforceOrg } from '../org/org.js';
import { queryRoutes } from './query-routes.js';
import { recordRoutes } from './records.js';

export const OLDEST_VERSION = 50;
export const NEWEST_VERSION = 66;
const LONGEST_URL = 16_384;

interface Target {
  readonly version: number;
  readonly segments: readonly string[];
  readonly match: RouteMatch<Route> | undefined;
  /** What stands after the question mark. */
  readonly query: string;
}

/** The REST API below `/services/data/vNN.0`: who may call, how often, and which handler answers. */
export class SalesforceApi {
  readonly #router = new Router([
    ...describeRoutes(),
    ...queryRoutes(),
    ...compositeRoutes(),
    ...collectionRoutes(),
    ...recordRoutes(),
    ...jobRoutes(),
  ]);

  constructor(private readonly org: SalesforceOrg) {}

  /** What a call asks for, whether or not it would be answered. */
  endpointOf(call: ApiCall): Endpoint {
    return this.#target(call)?.match?.route.endpoint ?? 'unknown';
  }

  /** Answers a call, whatever it is; every call counts, also one that is refused. */
  answer(call: ApiCall, concurrentLongCalls: number): ApiAnswer {
    this.#count(call);
    const { callLimit, longCallLimit } = this.org.settings;
    return this.#guarded(call, () => {
      this.#authenticate(call);
      if (this.org.callsUsed >= callLimit) throw limitExceeded('TotalRequests Limit exceeded.');
      this.org.callsUsed++;
      if (concurrentLongCalls >= longCallLimit) {
        throw limitExceeded('ConcurrentRequests (Concurrent API Requests) Limit exceeded.');
      }
      if (call.url.length > LONGEST_URL) throw malformed('URI_TOO_LONG', 'The URI is too long.', 414);
      return this.#dispatch(call);
    });
  }

  /** Counts a call that a fault keeps from being done. */
  countFault(call: ApiCall): void {
    this.#count(call);
    this.org.callsUsed = Math.min(this.org.callsUsed + 1, this.org.settings.callLimit);
  }

  #count(call: ApiCall): void {
    const route = this.#target(call)?.match?.route;
    this.org.counters.countCall(route?.endpoint ?? 'unknown', route?.kind ?? 'other');
  }

  #guarded(call: ApiCall, answer: () => ApiAnswer): ApiAnswer {
    try {
      return answer();
    } catch (error) {
      const refusal = error instanceof RowRefused ? error.asCallRefused() : error;
      if (!(refusal instanceof CallRefused)) throw error;
      if (refusal.violation) this.org.counters.countViolation(describeViolation(call, refusal));
      return { status: refusal.status, body: refusal.entries };
    }
  }

  #authenticate(call: ApiCall): void {
    const header = call.header('authorization') ?? '';
    const token = /^(?:Bearer|OAuth) (\S+)$/.exec(header)?.[1];
    if (token === undefined) throw refused(401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
    if (!this.org.sessions.use(token, this.org.settings.sessionSeconds)) {
      throw refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
  }

  #dispatch(call: ApiCall): ApiAnswer {
    const target = this.#target(call);
    if (!target) throw malformed('NOT_FOUND', 'The requested resource does not exist', 404);
    if (!target.match) throw this.#noRoute(call, target);
    return target.match.route.handle(this.#routed(call, target, target.match));
  }

  #noRoute(call: ApiCall, target: Target): CallRefused {
    const allowed = this.#router.methodsOf(target.segments);
    if (allowed.length === 0) return notFound();
    return malformed(
      'METHOD_NOT_ALLOWED',
      `HTTP Method '${call.method}' not allowed. Allowed are ${allowed.join(',')}`,
      405,
    );
  }

  #routed(call: ApiCall, target: Target, match: RouteMatch<Route>): RoutedCall {
    return {
      ...call,
      org: this.org,
      version: target.version,
      basePath: `/services/data/v${target.version}.0`,
      search: new URLSearchParams(target.query),
      endpoint: match.route.endpoint,
      place: (name) => match.places.get(name) ?? '',
      answerInside: (inner) => this.#guarded(inner, () => this.#dispatch(inner)),
      endpointOf: (inner) => this.endpointOf(inner),
    };
  }

  /** Undefined where the path is not below a version that is offered. */
  #target(call: ApiCall): Target | undefined {
    const mark = call.url.indexOf('?');
    const path = mark < 0 ? call.url : call.url.slice(0, mark);
    const [services, data, version, ...segments] = path.split('/').filter(Boolean).map(decoded);
    const number = Number(/^v(\d\d)\.0$/.exec(version ?? '')?.[1]);
    if (services !== 'services' || data !== 'data') return undefined;
    if (!(number >= OLDEST_VERSION && number <= NEWEST_VERSION)) return undefined;
    const match = this.#router.find(call.method, segments);
    return { version: number, segments, match, query: mark < 0 ? '' : call.url.slice(mark + 1) };
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function limitExceeded(message: string): CallRefused {
  return refused(403, 'REQUEST_LIMIT_EXCEEDED', message);
}

function describeViolation(call: ApiCall, refusal: CallRefused): string {
  return `${call.method} ${call.url.split('?', 1)[0]}: ${refusal.message}`;
}
