import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const LINGER_MS = 10_000;
export const LINGER_BYTES = 32 * 1024 * 1024;

/**
 * A body that is too large is refused before all of it has come, and the connection is closed after the answer.
 * A sender that is still writing then would see a broken pipe and never learn why (RFC 9112, section 9.6). So what
 * is left is read and thrown away first: up to 32 MiB, for up to 10 s.
 */
export function installLingeringClose(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (reply.getHeader('connection') === 'close') readToTheEnd(request.raw, () => done(null, payload));
    else done(null, payload);
  });
}

function readToTheEnd(body: IncomingMessage, done: () => void): void {
  if (body.complete || body.destroyed) return done();
  let left = LINGER_BYTES;
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) finish();
  };
  const finish = (): void => {
    clearTimeout(timer);
    body.off('data', count).off('end', finish).off('close', finish);
    done();
  };
  const timer = setTimeout(finish, LINGER_MS);
  body.on('data', count).on('end', finish).on('close', finish).resume();
}
