import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  answerer,
  formOf,
  LongCalls,
  readCall,
  takeBodiesAsText,
  urlOf,
  type Answerer,
} from '../../frame/index.js';
import { WebApi } from '../api/api.js';
import type { Endpoint } from '../api/endpoints.js';
import type { ApiRequest } from '../api/request.js';
import { controlApi } from '../control/control.js';
import type { Environment } from '../environment/environment.js';
import { defaultFaultBody, defaultTokenFaultBody } from './fault-body.js';
import { answerToken, type RegisteredApp } from './oauth.js';

const API = /^\/api\/data\/(v[\d.]+)\/(.*)$/;

/** Adds the routes of an environment; what waits on purpose ends with `stopping`. */
export function buildServer(
  server: FastifyInstance,
  environment: Environment,
  app: RegisteredApp,
  stopping: AbortSignal,
): void {
  void server.register(controlApi(environment, app));
  void server.register(async (vendor) => {
    takeBodiesAsText(vendor);
    const answer = answerer(
      {
        faults: environment.faults,
        latencyMs: () => environment.settings.latencyMs,
        headersFor: (request) => headersFor(environment, request),
      },
      stopping,
    );
    webApiRoutes(vendor, environment, answer);
    tokenRoute(vendor, environment, app, answer);
  });
}

function headersFor(environment: Environment, { url }: FastifyRequest): Readonly<Record<string, string>> {
  if (!url.startsWith('/api/data/')) return {};
  const { settings, protection } = environment;
  return {
    'OData-Version': '4.0',
    'x-ms-dop-hint': String(settings.dopHint),
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(protection.remaining(settings)),
  };
}

function webApiRoutes(server: FastifyInstance, environment: Environment, answer: Answerer<Endpoint>): void {
  const api = new WebApi(environment);
  const underWay = new LongCalls();
  server.all('/api/data/*', async (raw, reply) => {
    const { version, request } = readRequest(raw);
    const concurrent = underWay.count(0);
    reply.raw.once('close', underWay.begin());
    return answer(raw, reply, {
      endpoint: api.endpointOf(request),
      records: () => api.recordsOf(request),
      answer: () => api.answer(request, version, concurrent),
      countFault: () => api.count(request),
      faultBody: defaultFaultBody,
    });
  });
}

function readRequest(raw: FastifyRequest): { readonly version: string; readonly request: ApiRequest } {
  const call = readCall(raw);
  const [, version = '', url = ''] = API.exec(call.url) ?? [];
  const root = `${urlOf(raw)}/api/data/${version}/`;
  return { version, request: { method: call.method, url, root, header: call.header, body: call.text() } };
}

function tokenRoute(
  server: FastifyInstance,
  environment: Environment,
  app: RegisteredApp,
  answer: Answerer<Endpoint>,
): void {
  server.post<{ readonly Params: { readonly tenant: string } }>(
    '/:tenant/oauth2/v2.0/token',
    async (request, reply) => {
      environment.counters.countRequest('token');
      return answer(request, reply, {
        endpoint: 'token',
        records: () => [],
        answer: () =>
          answerToken(environment, app, request.params.tenant, formOf(readCall(request)), urlOf(request)),
        countFault: () => undefined,
        faultBody: defaultTokenFaultBody,
      });
    },
  );
}
