import type { FastifyInstance } from 'fastify';
import { answerer, isObject, readCall, takeBodiesAsText, type IncomingCall } from '../../frame/index.js';
import { controlApi } from '../control/control.js';
import type { MarketoInstance } from '../instance/instance.js';
import { MarketoApi } from '../rest/api.js';
import { defaultFaultBody } from '../rest/row-faults.js';
import { answerToken, type CustomService } from './identity.js';

/** Adds the routes of an instance; what waits on purpose ends with `stopping`. */
export function addRoutes(
  server: FastifyInstance,
  instance: MarketoInstance,
  service: CustomService,
  stopping: AbortSignal,
): void {
  void server.register(controlApi(instance, service));
  void server.register(async (vendor) => {
    takeBodiesAsText(vendor);
    const answer = answerer(
      { faults: instance.faults, latencyMs: () => instance.settings.latencyMs, headersFor: () => ({}) },
      stopping,
    );
    vendor.all('/identity/oauth/token', async (request, reply) => {
      instance.counters.countRequest('token');
      return answer(request, reply, {
        endpoint: 'token',
        records: () => [],
        answer: () => answerToken(instance, service, readCall(request)),
        countFault: () => undefined,
        faultBody: () => ({ error: 'server_error', error_description: 'temporarily unavailable' }),
      });
    });
    const api = new MarketoApi(instance);
    for (const path of ['/rest/*', '/bulk/*']) {
      vendor.all(path, async (request, reply) => {
        const call = readCall(request);
        instance.imports.proceed();
        const arrival = { seenId: instance.lastId, atOnce: instance.quota.begin() };
        reply.raw.once('close', () => instance.quota.end());
        return answer(request, reply, {
          endpoint: api.endpointOf(call),
          records: () => recordsIn(call),
          answer: () => api.answer(call, arrival),
          countFault: () => api.countFault(call),
          faultBody: defaultFaultBody,
        });
      });
    }
  });
}

/** The records that a call would write, for faults that strike one of them only. */
function recordsIn(call: IncomingCall): readonly Readonly<Record<string, unknown>>[] {
  try {
    const body: unknown = JSON.parse(call.text());
    return isObject(body) && Array.isArray(body['input']) ? body['input'].filter(isObject) : [];
  } catch {
    return [];
  }
}
