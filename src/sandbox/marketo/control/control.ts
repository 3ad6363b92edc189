import type { FastifyInstance } from 'fastify';
import { bodyObject, ControlRefused, controlRoutes, type Controlled } from '../../frame/index.js';
import type { CustomService } from '../http/identity.js';
import type { MarketoInstance } from '../instance/instance.js';
import { KEY_FIELD } from '../instance/schema.js';
import { LIST_FOLDER } from '../instance/static-lists.js';
import type { Endpoint } from '../rest/endpoints.js';
import { FAULT_VOCABULARY, type RowFault } from '../rest/row-faults.js';
import {
  changeByHand,
  listRecords,
  membersOf,
  objectNamed,
  removeByHand,
  typeIn,
  typeInList,
} from './by-hand.js';

interface RecordPath {
  readonly Params: { readonly object: string; readonly id: string };
}

const WHAT_THIS_IS =
  'A local stand-in of the Marketo Engage REST API, made for trying out and testing Tributary. It is no Marketo: it ' +
  'holds its records in memory, knows leads, companies and static lists only, and forgets everything when it stops.';

/**
 * The sandbox's own API, below `/sandbox`. It asks for no sign-in and its calls are not counted.
 *
 * - `GET /sandbox`: what this is, how to sign in, how many records there are, most calls at once so far.
 * - `GET /sandbox/records/:object?email=&deleted=true` with `lead` or `company`: `{total, records}`, with `history`
 *   where `keepHistory` is set. `POST`: one record or a list of them, as if marketing had typed them; also
 *   `createdAt` and `updatedAt`. 201 `{ids}`. `PATCH …/:id` and `DELETE …/:id` change and delete.
 * - `GET /sandbox/lists`: `{lists:[{id,name,members}]}`. `POST /sandbox/lists` `{name}`: 201 `{id}`. `DELETE …/:id`.
 * - `POST /sandbox/clock/advance` `{seconds}`: moves the sandbox's time on; tokens, windows, days and imports go by it.
 * - `PUT /sandbox/settings` also takes `callsUsed`, and settings are {@link InstanceSettings}. All else is as in every
 *   sandbox: {@link controlRoutes}. A `status` fault with 200 and a body of Marketo's refuses a call by its code.
 */
export function controlApi(
  instance: MarketoInstance,
  service: CustomService,
): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    server.get('/sandbox', async (request) => ({
      what: WHAT_THIS_IS,
      baseUrl: `http://${request.host}`,
      clientId: service.clientId,
      keyField: KEY_FIELD,
      listFolderId: LIST_FOLDER,
      records: { lead: instance.table('lead').size, company: instance.table('company').size },
      mostCallsAtOnce: instance.quota.mostAtOnce,
    }));
    recordRoutes(server, instance);
    listRoutes(server, instance);
    server.post('/sandbox/clock/advance', async ({ body }) => {
      const { seconds } = bodyObject(body);
      if (typeof seconds !== 'number' || !(seconds >= 0))
        throw new ControlRefused('seconds must be a number from 0.');
      instance.clock.advance(seconds);
      return { now: new Date(instance.clock.now()).toISOString() };
    });
    controlRoutes(server, controlled(instance));
  };
}

function recordRoutes(server: FastifyInstance, instance: MarketoInstance): void {
  server.get<RecordPath & { readonly Querystring: { readonly email?: string; readonly deleted?: string } }>(
    '/sandbox/records/:object',
    async ({ params, query: { email, deleted } }) =>
      listRecords(instance, objectNamed(params.object), { email, deleted: deleted === 'true' }),
  );
  server.post<RecordPath>('/sandbox/records/:object', async ({ params, body }, reply) => {
    const rows: readonly unknown[] = Array.isArray(body) ? body : [body];
    const ids = rows.map((row) => typeIn(instance, objectNamed(params.object), bodyObject(row)));
    return reply.code(201).send({ ids });
  });
  server.patch<RecordPath>('/sandbox/records/:object/:id', async ({ params, body }) => {
    changeByHand(instance, objectNamed(params.object), params.id, bodyObject(body));
    return { id: params.id };
  });
  server.delete<RecordPath>('/sandbox/records/:object/:id', async ({ params }) => {
    removeByHand(instance, objectNamed(params.object), params.id);
    return { id: params.id };
  });
}

function listRoutes(server: FastifyInstance, instance: MarketoInstance): void {
  server.get('/sandbox/lists', async () => ({ lists: instance.lists.all().map(membersOf) }));
  server.post('/sandbox/lists', async ({ body }, reply) =>
    reply.code(201).send({ id: typeInList(instance, bodyObject(body)) }),
  );
  server.delete<{ readonly Params: { readonly id: string } }>('/sandbox/lists/:id', async ({ params }) => {
    if (!instance.lists.remove(params.id)) throw new ControlRefused(`There is no list ${params.id}.`, 404);
    return { id: params.id };
  });
}

function controlled(instance: MarketoInstance): Controlled<Endpoint, RowFault> {
  const { counters, faults, quota } = instance;
  return {
    counters,
    faults,
    vocabulary: FAULT_VOCABULARY,
    settings: () => ({ ...instance.settings, callsUsed: quota.callsUsed }),
    changeSettings: ({ callsUsed = quota.callsUsed, ...change }) => {
      if (typeof callsUsed !== 'number' || !Number.isSafeInteger(callsUsed) || callsUsed < 0) {
        throw new ControlRefused('Settings not changed: callsUsed must be a whole number from 0.');
      }
      instance.changeSettings(change);
      quota.callsUsed = callsUsed;
    },
    expireTokens: () => instance.tokens.expire(),
    reset: () => instance.reset(),
  };
}
