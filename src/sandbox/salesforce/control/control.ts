import type { FastifyInstance } from 'fastify';
import { bodyObject, ControlRefused, controlRoutes, type Controlled } from '../../frame/index.js';
import { FAULT_VOCABULARY, type RowFault } from '../faults/row-faults.js';
import type { Endpoint } from '../rest/endpoints.js';
import { removeByHand, typeIn, changeByHand, convertByHand, listRecords } from './by-hand.js';
import type { ConnectedApp } from '../http/oauth.js';
import type { SalesforceOrg } from '../org/org.js';

interface RecordPath {
  readonly Params: { readonly object: string; readonly id: string };
}

const WHAT_THIS_IS =
  'A local stand-in of the Salesforce REST API, made for trying out and testing Tributary. It is no Salesforce: ' +
  'it holds its records in memory, knows Lead, Contact, Account, Campaign and CampaignMember only, and forgets everything when it stops.';

/**
 * The sandbox's own API, below `/sandbox`. It asks for no sign-in and its calls are not counted.
 *
 * - `GET /sandbox`: what this is, how to sign in, how many records there are.
 * - `GET /sandbox/records/:object?email=&deleted=true`: `{total, records}`, each record with all its fields, also
 *   the hidden ones, and with `history` where `keepHistory` is set.
 * - `POST /sandbox/records/:object`: one record or a list of them, as if sales had typed them; any known field may
 *   be set, `IsConverted`, `ConvertedContactId` and `CreatedDate` too. 201 `{ids}`; a list ends at the first refused.
 * - `PATCH /sandbox/records/:object/:id` and `DELETE`: changes or deletes a record over there.
 * - `POST /sandbox/records/Lead/:id/convert`: converts a lead to a contact and an account. `{contactId, accountId}`.
 * - `PUT /sandbox/settings` also takes `callsUsed`, and settings are {@link OrgSettings}. All else is as in every
 *   sandbox: {@link controlRoutes}.
 *
 * What makes no sense is answered with 400 and a message that says why; an unknown object, record or fault with 404.
 */
export function controlApi(
  org: SalesforceOrg,
  app: ConnectedApp,
): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    server.get('/sandbox', async (request) => ({
      what: WHAT_THIS_IS,
      loginUrl: `http://${request.host}`,
      clientId: app.clientId,
      username: app.username,
      externalIdField: 'Tributary_Id__c',
      records: Object.fromEntries(org.schema.objects.map((object) => [object.name, org.table(object).size])),
    }));
    recordRoutes(server, org);
    controlRoutes(server, controlled(org));
  };
}

function recordRoutes(server: FastifyInstance, org: SalesforceOrg): void {
  server.get<RecordPath & { readonly Querystring: { readonly email?: string; readonly deleted?: string } }>(
    '/sandbox/records/:object',
    async ({ params, query }) =>
      listRecords(org, params.object, { email: query.email, deleted: query.deleted === 'true' }),
  );
  server.post<RecordPath>('/sandbox/records/:object', async ({ params, body }, reply) => {
    const rows: readonly unknown[] = Array.isArray(body) ? body : [body];
    const ids = rows.map((row) => typeIn(org, params.object, bodyObject(row)));
    return reply.code(201).send({ ids });
  });
  server.patch<RecordPath>('/sandbox/records/:object/:id', async ({ params, body }) => {
    changeByHand(org, params.object, params.id, bodyObject(body));
    return { id: params.id };
  });
  server.delete<RecordPath>('/sandbox/records/:object/:id', async ({ params }) => {
    removeByHand(org, params.object, params.id);
    return { id: params.id };
  });
  server.post<RecordPath>('/sandbox/records/Lead/:id/convert', async ({ params }) =>
    convertByHand(org, params.id),
  );
}

function controlled(org: SalesforceOrg): Controlled<Endpoint, RowFault> {
  return {
    counters: org.counters,
    faults: org.faults,
    vocabulary: FAULT_VOCABULARY,
    settings: () => ({ ...org.settings, callsUsed: org.callsUsed }),
    changeSettings: ({ callsUsed = org.callsUsed, ...change }) => {
      if (typeof callsUsed !== 'number' || !Number.isSafeInteger(callsUsed) || callsUsed < 0) {
        throw new ControlRefused('Settings not changed: callsUsed must be a whole number from 0.');
      }
      org.changeSettings(change);
      org.callsUsed = callsUsed;
    },
    expireTokens: () => org.sessions.revokeAll(),
    reset: () => org.reset(),
  };
}
