import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

export const API_BODY_LIMIT = 1024 * 1024;

/** Bodies of the API are JSON; whatever claims to be something else is refused, not guessed at. */
export function installJsonOnly(server: FastifyInstance): void {
  // Many clients name a content type also where they send nothing.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser(['application/json', 'text/plain']);
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : parseJson(request, body, done),
  );
  server.addContentTypeParser('*', (_request, _payload, done) =>
    done(new ProblemError(415, 'Send the body as JSON, with “Content-Type: application/json”.')),
  );
}
