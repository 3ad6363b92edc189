import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How long a closing server waits for requests in hand before it cuts them off unanswered. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;

/**
 * Ends the connections of a closing server as soon as no request is in hand on them. Node ends those that
 * are idle at the moment of closing and then waits for the others: for the next request of a client that
 * keeps its connection, and for ever for one that never sent any.
 */
export function endConnectionsOnClose(server: FastifyInstance): void {
  const inHand = new Set<ServerResponse>();
  server.addHook('onRequest', async (_request, { raw }) => {
    inHand.add(raw);
    raw.once('close', () => inHand.delete(raw));
  });

  server.addHook('preClose', async () => {
    const deadline = Date.now() + PATIENCE_MS;
    const looking = setInterval(() => {
      if (inHand.size === 0 || Date.now() > deadline) server.server.closeAllConnections();
      else server.server.closeIdleConnections();
    }, LOOK_EVERY_MS);
    server.server.once('close', () => clearInterval(looking));
  });
}
