import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  answerer,
  formOf,
  LongCalls,
  readCall,
  takeBodiesAsText,
  urlOf,
  type Answerer,
  type ApiAnswer,
  type IncomingCall,
} from '../../frame/index.js';
import { controlApi } from '../control/control.js';
import { defaultFaultBody, defaultTokenFaultBody } from '../faults/fault-body.js';
import type { SalesforceOrg } from '../org/org.js';
import { NEWEST_VERSION, OLDEST_VERSION, SalesforceApi } from '../rest/api.js';
import type { Endpoint } from '../rest/endpoints.js';
import { readApiCall, recordsOf } from './incoming.js';
import { answerIdentity, answerRevoke, answerToken, type ConnectedApp } from './oauth.js';

/** Adds the routes of an org; what waits on purpose ends with `stopping`. */
export function addRoutes(
  server: FastifyInstance,
  org: SalesforceOrg,
  app: ConnectedApp,
  stopping: AbortSignal,
): void {
  void server.register(controlApi(org, app));
  void server.register(async (vendor) => {
    takeBodiesAsText(vendor);
    const answer = answerer(
      {
        faults: org.faults,
        latencyMs: () => org.settings.latencyMs,
        headersFor: (request) => usageHeader(org, request),
      },
      stopping,
    );
    restRoutes(vendor, org, answer);
    signInRoutes(vendor, org, app, answer);
  });
}

function usageHeader(org: SalesforceOrg, request: FastifyRequest): Readonly<Record<string, string>> {
  if (!request.url.startsWith('/services/data/')) return {};
  return { 'Sforce-Limit-Info': `api-usage=${org.callsUsed}/${org.settings.callLimit}` };
}

function restRoutes(server: FastifyInstance, org: SalesforceOrg, answer: Answerer<Endpoint>): void {
  const api = new SalesforceApi(org);
  const longCalls = new LongCalls();

  server.get('/services/data', async () => versions());
  server.all('/services/data/*', async (request, reply) => {
    const call = readApiCall(request);
    const concurrent = longCalls.count(org.settings.longCallSeconds);
    reply.raw.once('close', longCalls.begin());
    return answer(request, reply, {
      endpoint: api.endpointOf(call),
      records: () => recordsOf(org, call),
      answer: () => api.answer(call, concurrent),
      countFault: () => api.countFault(call),
      faultBody: defaultFaultBody,
    });
  });
}

function signInRoutes(
  server: FastifyInstance,
  org: SalesforceOrg,
  app: ConnectedApp,
  answer: Answerer<Endpoint>,
): void {
  const handler =
    (endpoint: Endpoint, handle: (call: IncomingCall, request: FastifyRequest) => ApiAnswer) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      org.counters.countRequest(endpoint);
      return answer(request, reply, {
        endpoint,
        records: () => [],
        answer: () => handle(readCall(request), request),
        countFault: () => undefined,
        faultBody: defaultTokenFaultBody,
      });
    };

  server.post(
    '/services/oauth2/token',
    handler('token', (call, request) => {
      const tokenRequest = { form: formOf(call), authorization: call.header('authorization') };
      return answerToken(org, app, tokenRequest, urlOf(request));
    }),
  );
  server.post(
    '/services/oauth2/revoke',
    handler('revoke', (call) => answerRevoke(org, formOf(call))),
  );
  server.get(
    '/id/:organisation/:user',
    handler('identity', (call) => answerIdentity(org, app, call.header('authorization'))),
  );
}

function versions(): readonly unknown[] {
  return Array.from({ length: NEWEST_VERSION - OLDEST_VERSION + 1 }, (_, offset) => {
    const version = `${OLDEST_VERSION + offset}.0`;
    return { label: `Sandbox ${version}`, url: `/services/data/v${version}`, version };
  });
}
