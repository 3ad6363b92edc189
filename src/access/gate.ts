import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, sendProblem } from '../platform/api/index.js';
import { AccessService } from './access.service.js';
import { AuditService, fieldNames } from './audit.service.js';
import { may, type Caller } from './roles.js';
import { permissionFor } from './route-permissions.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    auditId: string | null;
  }
}

/**
 * Decides every request before its body is read: 401 without a valid key, 403 for a role that may not,
 * and closed for routes that the permission table does not name. Changes are written to the audit trail
 * before they are made, so that none can happen unseen.
 */
export function installGate(server: FastifyInstance, access: AccessService, audit: AuditService): void {
  server.decorateRequest('caller', null);
  server.decorateRequest('auditId', null);

  server.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url;
    const permission = route === undefined ? null : permissionFor(request.method, route);
    if (permission === 'public') return undefined;
    const caller = await callerOf(request, access);
    if (!caller) {
      void reply.header('www-authenticate', 'Bearer');
      return sendProblem(
        reply,
        problem(401, 'Send an API key that is valid here as “Authorization: Bearer KEY”.'),
      );
    }
    request.caller = caller;
    if (route === undefined) return undefined;
    if (permission && may(caller, permission)) return undefined;
    await audit.begin(caller, { ...described(request), outcome: 'denied', status: 403, changedFields: [] });
    return sendProblem(
      reply,
      problem(403, `The role ${caller.role} may not call ${request.method} ${route}.`),
    );
  });

  server.addHook('preHandler', async (request) => {
    if (!request.caller || request.method === 'GET' || request.method === 'HEAD') return;
    const changedFields = fieldNames(request.body);
    request.auditId = await audit.begin(request.caller, {
      ...described(request),
      outcome: 'allowed',
      status: null,
      changedFields,
    });
  });

  server.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.caller && request.auditId)
      await audit.finish(request.caller, request.auditId, reply.statusCode);
  });
}

function callerOf(request: FastifyRequest, access: AccessService): Promise<Caller | null> {
  const [scheme, key] = (request.headers.authorization ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && key ? access.authenticate(key) : Promise.resolve(null);
}

function described(request: FastifyRequest) {
  return {
    requestId: request.id,
    action: `${request.method} ${request.routeOptions.url}`,
    path: request.url.split('?', 1)[0]?.slice(0, 500) ?? '',
  };
}
