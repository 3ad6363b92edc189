import type { FastifyInstance } from 'fastify';
import type { Counters } from './counters.js';
import { readFaultOrder, type FaultVocabulary } from './fault-order.js';
import type { AnyRowFault, Faults } from './faults.js';
import { isObject } from './json.js';
import { ControlRefused } from './refusal.js';

/** What every sandbox lets its control API see and change. */
export interface Controlled<E extends string, R extends AnyRowFault> {
  readonly counters: Counters<E>;
  readonly faults: Faults<E, R>;
  readonly vocabulary: FaultVocabulary<E, R>;
  /** As they are shown. */
  settings(): Readonly<Record<string, unknown>>;
  /** Throws {@link ControlRefused}, changing nothing, where a setting or its value is unknown. */
  changeSettings(change: Readonly<Record<string, unknown>>): void;
  /** Ends all sessions and answers how many there were. */
  expireTokens(): number;
  /** Forgets records, faults, counts and changes of settings; tokens stay good. */
  reset(): void;
}

/**
 * The routes below `/sandbox` that are the same everywhere.
 *
 * - `GET /sandbox/counters`, `POST /sandbox/counters/reset`: what clients asked for, {@link CounterSnapshot}.
 * - `GET /sandbox/settings`, `PUT /sandbox/settings`: settings that are not given stay as they are.
 * - `POST /sandbox/tokens/expire`: ends all sessions. `{expired}`.
 * - `POST /sandbox/faults`: {@link FaultOrder}. 201 `{id, …}`. `GET /sandbox/faults` lists those that still wait to
 *   strike, `DELETE /sandbox/faults` and `DELETE /sandbox/faults/:id` take them away.
 * - `POST /sandbox/reset`: as at the start; tokens stay good.
 *
 * What makes no sense is answered with 400 and a message that says why; an unknown fault with 404.
 */
export function controlRoutes<E extends string, R extends AnyRowFault>(
  server: FastifyInstance,
  sandbox: Controlled<E, R>,
): void {
  stateRoutes(server, sandbox);
  faultRoutes(server, sandbox);
}

function stateRoutes<E extends string, R extends AnyRowFault>(
  server: FastifyInstance,
  sandbox: Controlled<E, R>,
): void {
  server.get('/sandbox/counters', async () => sandbox.counters.snapshot());
  server.post('/sandbox/counters/reset', async () => {
    sandbox.counters.reset();
    return sandbox.counters.snapshot();
  });
  server.get('/sandbox/settings', async () => sandbox.settings());
  server.put('/sandbox/settings', async ({ body }) => {
    sandbox.changeSettings(bodyObject(body));
    return sandbox.settings();
  });
  server.post('/sandbox/tokens/expire', async () => ({ expired: sandbox.expireTokens() }));
  server.post('/sandbox/reset', async () => {
    sandbox.reset();
    return sandbox.settings();
  });
}

function faultRoutes<E extends string, R extends AnyRowFault>(
  server: FastifyInstance,
  { faults, vocabulary }: Controlled<E, R>,
): void {
  server.get('/sandbox/faults', async () => faults.list());
  server.post('/sandbox/faults', async ({ body }, reply) =>
    reply.code(201).send(faults.place(readFaultOrder(vocabulary, body))),
  );
  server.delete('/sandbox/faults', async () => {
    faults.clear();
    return [];
  });
  server.delete<{ readonly Params: { readonly id: string } }>('/sandbox/faults/:id', async ({ params }) => {
    if (!faults.remove(params.id)) throw new ControlRefused(`There is no fault ${params.id}.`, 404);
    return { id: params.id };
  });
}

/** The body of a control call. Throws {@link ControlRefused}. */
export function bodyObject(body: unknown): Record<string, unknown> {
  if (isObject(body)) return body;
  throw new ControlRefused('The body must be a JSON object.');
}
