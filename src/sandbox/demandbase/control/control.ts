import type { FastifyInstance } from 'fastify';
import { bodyObject, ControlRefused, controlRoutes } from '../../frame/index.js';
import { FAULT_VOCABULARY } from '../api/endpoints.js';
import { ENTITIES, entityOf, type Entity, type Row } from '../tenant/entities.js';
import { shownJob } from '../tenant/imports.js';
import { rowsOf, type List } from '../tenant/lists.js';
import type { ApiAccess } from '../tenant/tokens.js';
import type { DemandbaseTenant } from '../tenant/tenant.js';

interface ListPath {
  readonly Params: { readonly entity: string; readonly name: string; readonly id: string };
}

const WHAT_THIS_IS =
  'A local stand-in of the Demandbase Auth, Import and Export APIs, made for trying out and testing Tributary. It is ' +
  'no Demandbase: it holds lists in memory, loads them when it is told that a night has passed, and forgets ' +
  'everything when it stops.';

/**
 * The sandbox's own API, below `/sandbox`. It asks for no sign-in and its calls are not counted.
 *
 * - `GET /sandbox`: what this is and how to sign in.
 * - `POST /sandbox/tick`: a night passes: the clock goes to the next midnight UTC, the day's counts begin anew and what
 *   was taken is loaded. `{now}`. `POST /sandbox/clock` `{seconds}` only moves the clock.
 * - `GET /sandbox/lists/:entity`: the lists of `account` or `person`: `[{id, name, madeBy, isLoaded, members}]`.
 * - `POST /sandbox/lists/:entity` `{name}`: a list that somebody else made. 201 `{id}`.
 * - `DELETE /sandbox/lists/:entity/:name/members/:id`: takes a member off as a person over there would.
 * - `GET /sandbox/jobs`: import jobs. `GET /sandbox/audit`: `{newFields, today}`, the fields that files made by
 *   accident and the calls of the day.
 *
 * All else is as in every sandbox: `controlRoutes`; settings are `TenantSettings`.
 */
export function controlApi(
  tenant: DemandbaseTenant,
  access: ApiAccess,
): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    server.get('/sandbox', async (request) => ({
      what: WHAT_THIS_IS,
      baseUrl: `http://${request.host}`,
      clientId: access.clientId,
      now: tenant.clock.now(),
    }));
    clockRoutes(server, tenant);
    listRoutes(server, tenant);
    controlRoutes(server, {
      counters: tenant.counters,
      faults: tenant.faults,
      vocabulary: FAULT_VOCABULARY,
      settings: () => ({ ...tenant.settings }),
      changeSettings: (change) => tenant.changeSettings(change),
      expireTokens: () => tenant.tokens.endAll(),
      reset: () => tenant.reset(),
    });
  };
}

function clockRoutes(server: FastifyInstance, tenant: DemandbaseTenant): void {
  server.post('/sandbox/tick', async () => {
    tenant.tick();
    return { now: tenant.clock.now() };
  });
  server.post('/sandbox/clock', async ({ body }) => {
    const { seconds } = bodyObject(body);
    if (typeof seconds !== 'number' || !(seconds >= 0)) {
      throw new ControlRefused('seconds must be a number from 0: the clock only goes forward.');
    }
    tenant.clock.advance(seconds);
    return { now: tenant.clock.now() };
  });
}

function listRoutes(server: FastifyInstance, tenant: DemandbaseTenant): void {
  server.get<ListPath>('/sandbox/lists/:entity', async ({ params }) =>
    tenant.lists.of(entityIn(params.entity)).map(shownList),
  );
  server.post<ListPath>('/sandbox/lists/:entity', async ({ params, body }, reply) => {
    const { name } = bodyObject(body);
    if (typeof name !== 'string' || name === '') throw new ControlRefused('name must be a text.');
    const entity = entityIn(params.entity);
    if (tenant.lists.find(entity, name)) throw new ControlRefused(`There is a list “${name}”.`);
    return reply.code(201).send({ id: tenant.lists.make(entity, name, 'hand').id });
  });
  server.delete<ListPath>('/sandbox/lists/:entity/:name/members/:id', async ({ params }) => {
    const entity = entityIn(params.entity);
    const list = tenant.lists.find(entity, params.name);
    const members = [...(list?.members.values() ?? [])];
    const entry = members.find(({ row }) => row[ENTITIES[entity].idColumn] === params.id);
    if (!list || !entry) throw new ControlRefused(`“${params.name}” has no member ${params.id}.`, 404);
    list.members.delete(entry.number);
    return { id: params.id };
  });
  server.get('/sandbox/jobs', async () => tenant.imports.all().map(shownJob));
  server.get('/sandbox/audit', async () => ({ newFields: tenant.newFields, today: tenant.days.today() }));
}

export interface ShownList {
  readonly id: number;
  readonly name: string;
  readonly madeBy: List['madeBy'];
  readonly isLoaded: boolean;
  readonly members: readonly Row[];
}

function shownList(list: List): ShownList {
  const { id, name, madeBy, isLoaded } = list;
  return { id, name, madeBy, isLoaded, members: rowsOf(list) };
}

function entityIn(name: string): Entity {
  const entity = entityOf(name);
  if (entity) return entity;
  throw new ControlRefused(`There are lists of account and of person, not of ${name}.`, 404);
}
