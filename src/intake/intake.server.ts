import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  answerImpossibleAddress,
  describeError,
  installLingeringClose,
  problem,
  sendProblem,
  type Problem,
} from '../platform/api/index.js';
import { requestContext } from '../platform/telemetry/index.js';
import type { MarketplaceIntake } from './marketplace/marketplace.intake.js';
import type { PartnerIntake } from './partner/partner.intake.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The Content-Type header as it was sent, where the body is kept unread. */
    receivedContentType: string | undefined;
  }
}

const PREFIX = '/intake/';
const MARKETPLACE_LIMIT = 256 * 1024;
const PARTNER_LIMIT = 4 * 1024 * 1024;
const LONGEST_SECRET = 200;
/** Longer than the minute for which load balancers keep a connection, so that none is closed under them. */
const KEEP_ALIVE_MS = 72_000;
const UNREAD = 'application/octet-stream';
const NOTHING = Buffer.alloc(0);

interface SecretRoute {
  Params: { secret: string };
  Body: Buffer | undefined;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * What takes leads, as a Fastify of its own on the port of the API: what the API does for its callers (keys,
 * audit, validation, headers for browsers) would cost each lead more than keeping it does.
 */
export class IntakeServer {
  private readonly fastify: FastifyInstance = Fastify({
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: LONGEST_SECRET },
    frameworkErrors: answerImpossibleAddress,
  });

  /** Serves the intake's paths here and leaves all others to `api`. For Fastify's option `serverFactory`. */
  before(api: Handler): Server {
    return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
      request.url?.startsWith(PREFIX) ? this.fastify.routing(request, response) : api(request, response),
    );
  }

  /** To be done before the port is listened to. */
  async open(marketplace: MarketplaceIntake, partner: PartnerIntake): Promise<void> {
    answerProblems(this.fastify);
    keepBodiesUnread(this.fastify);
    installLingeringClose(this.fastify);
    this.fastify.post<SecretRoute>(
      `${PREFIX}marketplace/:secret`,
      { bodyLimit: MARKETPLACE_LIMIT },
      ({ params, receivedContentType, body }) =>
        marketplace.receive(params.secret, receivedContentType, body ?? NOTHING),
    );
    this.fastify.post<SecretRoute>(
      `${PREFIX}partner/:secret`,
      { bodyLimit: PARTNER_LIMIT },
      ({ params, receivedContentType, body }) =>
        partner.receive(params.secret, receivedContentType, body ?? NOTHING),
    );
    await this.fastify.ready();
  }
}

function answerProblems(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) =>
    requestContext.run({ requestId: request.id }, () =>
      sendProblem(reply.header('x-request-id', request.id), describe(error)),
    ),
  );
  server.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, problem(404, 'Leads are posted to the intake path of a source.')),
  );
}

/** Whatever kept a lead from being stored may be over soon, and its sender should try again. */
function describe(error: unknown): Problem {
  const answer = describeError(error);
  return answer.status === 500
    ? problem(503, 'What was sent could not be stored now. Send it again.')
    : answer;
}

/**
 * Bodies stay the bytes that were sent, whatever their Content-Type claims. A header that Fastify would
 * refuse must not cost a lead, so all are taken for octets.
 */
function keepBodiesUnread(server: FastifyInstance): void {
  server.decorateRequest('receivedContentType', undefined);
  server.addHook('onRequest', (request, _reply, done) => {
    request.receivedContentType = request.raw.headers['content-type'];
    request.raw.headers['content-type'] = UNREAD;
    done();
  });
  server.addContentTypeParser(UNREAD, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
