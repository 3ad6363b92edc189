import type { FastifyInstance } from 'fastify';
import { bodyObject, controlRoutes, ControlRefused, type FaultVocabulary } from '../../frame/index.js';
import { ENDPOINTS, type Endpoint, type RowFault } from '../api/endpoints.js';
import { KEY_COLUMN, type Environment } from '../environment/environment.js';
import type { RegisteredApp } from '../http/oauth.js';
import {
  changeByHand,
  disqualifyByHand,
  listRecords,
  qualifyByHand,
  removeByHand,
  typeIn,
} from './by-hand.js';

interface RecordPath {
  readonly Params: { readonly table: string; readonly id: string };
}

const WHAT_THIS_IS =
  'A local stand-in of the Dataverse Web API, made for trying out and testing Tributary. It is no Dynamics 365: it holds ' +
  'its records in memory, knows leads, contacts and accounts only, and forgets everything when it stops.';

/**
 * The sandbox's own API, below `/sandbox`, beside what every sandbox has ({@link controlRoutes}). It asks for no
 * sign-in and its calls are not counted.
 *
 * - `GET /sandbox`: what this is, how to sign in, how many records there are.
 * - `GET /sandbox/records/:table?email=&deleted=true`: `{total, records}`, each record with all its columns, and with
 *   `history` where `keepHistory` is set.
 * - `POST /sandbox/records/:table`: one record or a list of them, as if sales had typed them; any column may be set.
 *   201 `{ids}`; a list ends at the first refused.
 * - `PATCH /sandbox/records/:table/:id` and `DELETE`: changes or deletes a record over there.
 * - `POST /sandbox/records/lead/:id/qualify`: makes a contact and an account of a lead. `{contactId, accountId}`.
 * - `POST /sandbox/records/lead/:id/disqualify`: closes a lead as lost.
 */
export function controlApi(
  environment: Environment,
  app: RegisteredApp,
): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    server.get('/sandbox', async (request) => ({
      what: WHAT_THIS_IS,
      organizationUrl: `http://${request.host}`,
      tokenUrl: `http://${request.host}/${app.tenantId}/oauth2/v2.0/token`,
      tenantId: app.tenantId,
      clientId: app.clientId,
      alternateKey: KEY_COLUMN.name,
      records: Object.fromEntries(
        environment.tables.map((table) => [table.logicalName, environment.records(table).size]),
      ),
    }));
    recordRoutes(server, environment);
    controlRoutes<Endpoint, RowFault>(server, {
      counters: environment.counters,
      faults: environment.faults,
      vocabulary,
      settings: () => ({ ...environment.settings }),
      changeSettings: (change) => environment.changeSettings(change),
      expireTokens: () => environment.sessions.revokeAll(),
      reset: () => environment.reset(),
    });
  };
}

const vocabulary: FaultVocabulary<Endpoint, RowFault> = {
  endpoints: ENDPOINTS,
  rowKinds: ['row-error', 'lock'],
  readRowFault: ({ kind, status, code, message, headers }) => {
    if (kind === 'lock') return { kind };
    if (kind !== 'row-error') return null;
    if (typeof status !== 'number' || typeof code !== 'string' || typeof message !== 'string') {
      throw new ControlRefused('A row-error fault needs a status, a code and a message.');
    }
    const given = headers === undefined ? {} : bodyObject(headers);
    const texts = Object.entries(given).map(([name, value]) => [name, String(value)]);
    return { kind, status, code, message, headers: Object.fromEntries(texts) };
  },
};

function recordRoutes(server: FastifyInstance, environment: Environment): void {
  server.get<RecordPath & { readonly Querystring: { readonly email?: string; readonly deleted?: string } }>(
    '/sandbox/records/:table',
    async ({ params, query }) =>
      listRecords(environment, params.table, { email: query.email, deleted: query.deleted === 'true' }),
  );
  server.post<RecordPath>('/sandbox/records/:table', async ({ params, body }, reply) => {
    const rows: readonly unknown[] = Array.isArray(body) ? body : [body];
    const ids = rows.map((row) => typeIn(environment, params.table, bodyObject(row)));
    return reply.code(201).send({ ids });
  });
  server.patch<RecordPath>('/sandbox/records/:table/:id', async ({ params, body }) => {
    changeByHand(environment, params.table, params.id, bodyObject(body));
    return { id: params.id };
  });
  server.delete<RecordPath>('/sandbox/records/:table/:id', async ({ params }) => {
    removeByHand(environment, params.table, params.id);
    return { id: params.id };
  });
  server.post<RecordPath>('/sandbox/records/lead/:id/qualify', async ({ params }) =>
    qualifyByHand(environment, params.id),
  );
  server.post<RecordPath>('/sandbox/records/lead/:id/disqualify', async ({ params }) => {
    disqualifyByHand(environment, params.id);
    return { id: params.id };
  });
}
