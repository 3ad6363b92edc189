import { Router, type ApiAnswer, type IncomingCall, type RouteMatch } from '../../frame/index.js';
import { entityOf, type Row } from '../tenant/entities.js';
import { readFile } from '../tenant/imports.js';
import type { ApiAccess } from '../tenant/tokens.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';
import type { Route } from './call.js';
import { KINDS, type Endpoint } from './endpoints.js';
import { exportRoutes } from './export-routes.js';
import { importRoutes } from './import-routes.js';
import { CallRefused, exportBody, exportRefused, importBody, importRefused } from './refusals.js';

/** The Import and the Export API: who may call, and which handler answers. */
export class DemandbaseApi {
  readonly #router = new Router([...importRoutes(), ...exportRoutes()]);

  constructor(
    private readonly tenant: DemandbaseTenant,
    private readonly access: ApiAccess,
  ) {}

  /** What a call asks for, whether or not it would be answered. */
  endpointOf(call: IncomingCall): Endpoint {
    return this.#match(call)?.route.endpoint ?? 'unknown';
  }

  /** The rows of a file that a call hands over; none where it is no such call. */
  recordsOf(call: IncomingCall): readonly Row[] {
    const match = this.#match(call);
    if (match?.route.endpoint !== 'submit') return [];
    const entity = entityOf(this.tenant.imports.find(Number(match.places.get('id')))?.entityType);
    const reading = entity && readFile(entity, call.text());
    return reading?.ok ? reading.rows : [];
  }

  count(call: IncomingCall): void {
    const endpoint = this.endpointOf(call);
    this.tenant.counters.countCall(endpoint, KINDS[endpoint]);
  }

  /** Answers a call, whatever it is; every call counts, also one that is refused. */
  answer(call: IncomingCall, baseUrl: string): ApiAnswer {
    this.count(call);
    this.tenant.settle();
    try {
      this.#admit(call);
      return this.#dispatch(call, baseUrl);
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error;
      if (error.violation !== null) this.tenant.counters.countViolation(error.violation);
      return error.answer;
    }
  }

  /** What the vendor sends with a status. */
  faultBody(call: IncomingCall, status: number): unknown {
    const text =
      status >= 500 ? 'Error while communicating with internal service.' : 'The request was refused.';
    return isExport(call) ? exportBody(`${status}-100`, text) : importBody(status, text);
  }

  #admit(call: IncomingCall): void {
    const token = /^Bearer (\S+)$/.exec(call.header('authorization') ?? '')?.[1] ?? '';
    const { settings, tokens } = this.tenant;
    const isUser = settings.userActive && token === this.access.token;
    const isGood = isUser || tokens.isGood(token);
    const text = isGood ? 'Permission is missing' : 'Access token is missing or invalid';
    if (isExport(call)) {
      if (!isGood) throw exportRefused('401-100', text);
      if (!settings.mayExport)
        throw exportRefused('403-103', 'The tenant does not have an Export collection.');
    } else {
      if (!isGood) throw importRefused(401, text);
      if (!settings.mayImport) throw importRefused(403, text);
    }
  }

  #dispatch(call: IncomingCall, baseUrl: string): ApiAnswer {
    const match = this.#match(call);
    if (!match) {
      const text = `No route ${call.method} ${pathOf(call)}`;
      throw isExport(call) ? exportRefused('404-301', text, text) : importRefused(404, text, text);
    }
    return match.route.handle({
      ...call,
      tenant: this.tenant,
      baseUrl,
      search: new URLSearchParams(call.url.split('?').slice(1).join('?')),
      place: (name) => match.places.get(name) ?? '',
    });
  }

  #match(call: IncomingCall): RouteMatch<Route> | undefined {
    const segments = pathOf(call).split('/').filter(Boolean).map(decodeURIComponent);
    return this.#router.find(call.method, segments);
  }
}

function pathOf({ url }: IncomingCall): string {
  return url.split('?', 1)[0] ?? '';
}

function isExport(call: IncomingCall): boolean {
  return pathOf(call).startsWith('/data/');
}
