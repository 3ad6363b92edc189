import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  answerer,
  isObject,
  readCall,
  takeBodiesAsText,
  urlOf,
  type Answerer,
  type ApiAnswer,
  type IncomingCall,
} from '../../frame/index.js';
import { DemandbaseApi } from '../api/api.js';
import { jsonOf } from '../api/call.js';
import type { Endpoint } from '../api/endpoints.js';
import { controlApi } from '../control/control.js';
import type { ApiAccess } from '../tenant/tokens.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';

/** Adds the routes of an organisation; what waits on purpose ends with `stopping`. */
export function addRoutes(
  server: FastifyInstance,
  tenant: DemandbaseTenant,
  access: ApiAccess,
  stopping: AbortSignal,
): void {
  void server.register(controlApi(tenant, access));
  void server.register(async (vendor) => {
    takeBodiesAsText(vendor);
    const answer = answerer(
      { faults: tenant.faults, latencyMs: () => tenant.settings.latencyMs, headersFor: () => ({}) },
      stopping,
    );
    apiRoutes(vendor, tenant, access, answer);
    const besides = besidesTheApi(tenant, answer);
    vendor.post(
      '/auth/v1/token',
      besides('token', (call) => answerToken(tenant, access, call)),
    );
    vendor.get(
      '/results/:file',
      besides('export-result', (call) => answerResult(tenant, call)),
    );
  });
}

function apiRoutes(
  server: FastifyInstance,
  tenant: DemandbaseTenant,
  access: ApiAccess,
  answer: Answerer<Endpoint>,
): void {
  const api = new DemandbaseApi(tenant, access);
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const call = readCall(request);
    return answer(request, reply, {
      endpoint: api.endpointOf(call),
      records: () => api.recordsOf(call),
      answer: () => api.answer(call, urlOf(request)),
      countFault: () => api.count(call),
      faultBody: (status) => api.faultBody(call, status),
    });
  };
  server.all('/import/*', handle);
  server.all('/data/*', handle);
}

function besidesTheApi(tenant: DemandbaseTenant, answer: Answerer<Endpoint>) {
  return (endpoint: Endpoint, handle: (call: IncomingCall) => ApiAnswer) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      tenant.counters.countRequest(endpoint);
      return answer(request, reply, {
        endpoint,
        records: () => [],
        answer: () => handle(readCall(request)),
        countFault: () => undefined,
        faultBody: (status) => ({ message: `The request was answered with ${status}.` }),
      });
    };
}

/** The Auth API takes JSON in camel case, and answers 400 to whatever is wrong. */
function answerToken(tenant: DemandbaseTenant, access: ApiAccess, call: IncomingCall): ApiAnswer {
  const body = jsonOf(call);
  const { grantType, clientId, clientSecret } = isObject(body) ? body : {};
  if (
    grantType !== 'client_credentials' ||
    typeof clientId !== 'string' ||
    typeof clientSecret !== 'string'
  ) {
    tenant.counters.countViolation('a token asked for without grantType, clientId and clientSecret in JSON');
    return { status: 400, body: { message: 'Missing or incorrect parameters' } };
  }
  if (clientId !== access.clientId || clientSecret !== access.clientSecret) {
    return { status: 400, body: { message: 'Invalid client credentials' } };
  }
  tenant.counters.countSignIn();
  const expiresIn = tenant.settings.tokenSeconds;
  return {
    status: 200,
    body: { accessToken: tenant.tokens.open(expiresIn), tokenType: 'bearer', expiresIn },
  };
}

/** A signed address is good by itself; whoever shows a token besides gives it away. */
function answerResult(tenant: DemandbaseTenant, call: IncomingCall): ApiAnswer {
  if (call.header('authorization') !== undefined) {
    tenant.counters.countViolation('a token shown to the host of the results');
    return { status: 400, body: '<Error><Code>InvalidArgument</Code></Error>' };
  }
  const { pathname, searchParams } = new URL(call.url, 'http://sandbox');
  const jobId = pathname.replace(/^.*\/|\.csv$/g, '');
  const result = tenant.exports.resultOf(jobId, searchParams.get('signature'));
  if (result === undefined) return { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' };
  return { status: 200, body: result, headers: { 'content-type': 'text/csv;charset=UTF-8' } };
}
