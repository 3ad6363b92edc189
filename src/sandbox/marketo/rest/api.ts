import { formOf, Router, type ApiAnswer, type IncomingCall, type RouteMatch } from '../../frame/index.js';
import { bulkRoutes } from '../bulk/routes.js';
import type { MarketoInstance } from '../instance/instance.js';
import type { Answered, Arrival, Route, RoutedCall } from './call.js';
import { companyRoutes } from './companies.js';
import type { Endpoint } from './endpoints.js';
import { CallRefused, malformed, refused } from './errors.js';
import { leadRoutes } from './leads.js';
import { listRoutes } from './lists.js';
import { usageRoutes } from './usage.js';

const LONGEST_URL = 8 * 1024;
const LARGEST_BODY = 1024 * 1024;
const LARGEST_FILE = 10 * 1024 * 1024;
/** Codes that do not count against the limits (those with an asterisk in "Error Codes"). */
const UNCOUNTED: ReadonlySet<string> = new Set(['600', '601', '602', '604', '605', '608', '611']);
/** Codes by which a limit refuses a call. */
const OVER_LIMIT: ReadonlySet<string> = new Set(['606', '607', '615']);

interface Target {
  readonly match: RouteMatch<Route> | undefined;
  readonly segments: readonly string[];
  readonly search: URLSearchParams;
}

/**
 * Everything below `/rest` and `/bulk`: who may call, how often, and which handler answers. In this order: token,
 * rights, day, window, calls at once, address, body.
 */
export class MarketoApi {
  readonly #router = new Router([
    ...leadRoutes(),
    ...companyRoutes(),
    ...listRoutes(),
    ...bulkRoutes(),
    ...usageRoutes(),
  ]);
  #requests = 0;

  constructor(private readonly instance: MarketoInstance) {}

  /** What a call asks for, whether or not it would be answered. */
  endpointOf(call: IncomingCall): Endpoint {
    return this.#target(call).match?.route.endpoint ?? 'unknown';
  }

  answer(call: IncomingCall, arrival: Arrival): ApiAnswer {
    this.countFault(call);
    const requestId = `${(++this.#requests).toString(16)}#sandbox`;
    try {
      const answered = this.#guarded(call, arrival);
      this.instance.quota.count();
      if ('file' in answered) {
        return { status: 200, body: answered.file, headers: { 'content-type': 'text/csv;charset=UTF-8' } };
      }
      return { status: 200, body: { requestId, success: true, ...answered } };
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      this.#note(call, error);
      const { status, code, message } = error;
      if (status !== 200) return { status, body: `<html><body>${status}</body></html>` };
      return { status, body: { requestId, success: false, errors: [{ code, message }] } };
    }
  }

  countFault(call: IncomingCall): void {
    const route = this.#target(call).match?.route;
    this.instance.counters.countCall(route?.endpoint ?? 'unknown', route?.kind ?? 'other');
  }

  #note(call: IncomingCall, { code, violation, message }: CallRefused): void {
    const { quota, counters, errorsToday, settings } = this.instance;
    errorsToday.set(code, (errorsToday.get(code) ?? 0) + 1);
    const isOver = OVER_LIMIT.has(code);
    if (!UNCOUNTED.has(code) && !isOver) quota.count();
    if (isOver && settings.refusedCallsCount) quota.countInWindow();
    if (violation) counters.countViolation(`${call.method} ${call.url.split('?', 1)[0]}: ${code} ${message}`);
  }

  #guarded(call: IncomingCall, arrival: Arrival): Answered {
    const target = this.#target(call);
    this.#authenticate(call, target.search);
    const { settings, quota } = this.instance;
    if (!settings.isAllowed) throw refused('603', 'Access denied');
    if (quota.isDaySpent()) throw refused('607', 'Daily quota reached');
    if (quota.isWindowFull()) {
      throw malformed(
        '606',
        `Max rate limit '${settings.callsPerWindow}' exceeded with in '${settings.windowSeconds}' secs`,
      );
    }
    if (arrival.atOnce > settings.concurrentCalls) throw malformed('615', 'Concurrent access limit reached');
    if (call.url.length > LONGEST_URL) throw malformed('414', 'The address is too long', 414);
    if (!target.match) throw this.#noRoute(target);
    const most = target.match.route.endpoint === 'import' ? LARGEST_FILE : LARGEST_BODY;
    if (Buffer.byteLength(call.text()) > most) throw malformed('413', 'The body is too large', 413);
    return target.match.route.handle(this.#routed(call, arrival, target, target.match));
  }

  #authenticate(call: IncomingCall, search: URLSearchParams): void {
    if (search.has('access_token')) throw malformed('600', 'A token in the address is not taken');
    const token = /^Bearer (\S+)$/i.exec(call.header('authorization') ?? '')?.[1];
    if (token === undefined) throw refused('600', 'Access token missing');
    const state = this.instance.tokens.stateOf(token);
    if (state === 'unknown') throw refused('601', 'Access token invalid');
    if (state === 'ended') throw refused('602', 'Access token expired');
  }

  #noRoute({ segments }: Target): CallRefused {
    return this.#router.methodsOf(segments).length > 0
      ? malformed('605', 'HTTP method not supported')
      : malformed('610', 'Requested resource not found');
  }

  #routed(call: IncomingCall, arrival: Arrival, target: Target, match: RouteMatch<Route>): RoutedCall {
    return {
      ...call,
      ...arrival,
      instance: this.instance,
      endpoint: match.route.endpoint,
      search: target.search,
      place: (name) => match.places.get(name) ?? '',
    };
  }

  /** A POST that says `_method=GET` is a search whose parameters are a form. */
  #target(call: IncomingCall): Target {
    const mark = call.url.indexOf('?');
    const path = mark < 0 ? call.url : call.url.slice(0, mark);
    const search = new URLSearchParams(mark < 0 ? '' : call.url.slice(mark + 1));
    const isForm = call.method === 'POST' && search.get('_method') === 'GET';
    const segments = path.split('/').filter(Boolean).map(decoded);
    const match = this.#router.find(isForm ? 'GET' : call.method, segments);
    return { match, segments, search: isForm ? formOf(call) : search };
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
