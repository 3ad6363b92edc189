import { setMaxListeners } from 'node:events';
import fastify, { type FastifyInstance } from 'fastify';
import { ControlRefused } from './refusal.js';

export interface ListeningOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Loopback only; default 127.0.0.1. */
  readonly host?: string;
}

export interface Listening {
  /** E.g. `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Stops it, breaking connections that still wait for an answer. */
  close(): Promise<void>;
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
const LONGEST_BODY = 150 * 1024 * 1024;
/** Wide enough that a URL which is too long for an API arrives, and is refused in the vendor's way. */
const LONGEST_HEADER = 128 * 1024;

/**
 * Starts the server of a sandbox, its routes added by `build`; what waits on purpose ends with `stopping`.
 * Rejects where the host is not loopback or the port is taken.
 */
export async function listenOnLoopback(
  { port = 0, host = '127.0.0.1' }: ListeningOptions,
  build: (server: FastifyInstance, stopping: AbortSignal) => void,
): Promise<Listening> {
  if (!LOOPBACK.includes(host)) {
    throw new ControlRefused(
      `The sandbox listens on loopback only (${LOOPBACK.join(', ')}), not on ${host}.`,
    );
  }
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  const server = fastify({
    bodyLimit: LONGEST_BODY,
    forceCloseConnections: true,
    http: { maxHeaderSize: LONGEST_HEADER },
  });
  build(server, stopping.signal);
  const url = await server.listen({ port, host });
  return {
    url,
    close: async () => {
      stopping.abort();
      await server.close();
    },
  };
}

/** Leaves bodies as text, of whatever type, for the vendor's own rules to read or refuse. */
export function takeBodiesAsText(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}
