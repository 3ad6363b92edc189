import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { AccessService, AuditService, ensureFirstAdmin, installGate, rolesFor } from './access/index.js';
import { AppModule } from './app.module.js';
import { intakePaths, IntakeServer, MarketplaceIntake, PartnerIntake } from './intake/index.js';
import {
  answerImpossibleAddress,
  API_BODY_LIMIT,
  describeApi,
  endConnectionsOnClose,
  installInputCheck,
  installJsonOnly,
  installLingeringClose,
  ProblemFilter,
  requestValidation,
} from './platform/api/index.js';
import { CannotListen } from './platform/cannot-listen.js';
import { Clock } from './platform/clock.js';
import type { Settings } from './platform/config/index.js';
import { migrate, openDatabase, requireMigrated, type OpenDatabase } from './platform/database/index.js';
import { JsonLogger, requestContext } from './platform/telemetry/index.js';

const CLOSE_WITHIN_MS = 3_000;

export interface RunningService {
  /** `http://HOST:PORT`, or null in a process that only works. */
  readonly url: string | null;
  /** The admin's key, if this start made it. */
  readonly newAdminKey: string | null;
  /** Finishes what is in hand. */
  close(): Promise<void>;
}

/** Starts Tributary in this process: database, migrations, workers, HTTP. `clock` says when work is due. */
export async function startService(settings: Settings, clock = new Clock()): Promise<RunningService> {
  const database = await openDatabase(settings);
  let app: NestFastifyApplication | undefined;
  const close = async (): Promise<void> => {
    await app?.close();
    await database.close();
  };
  try {
    if (settings.MIGRATE) await migrate(database.dataSource, settings);
    else await requireMigrated(database.dataSource);
    const newAdminKey = await ensureFirstAdmin(database.dataSource, settings);
    app = await createApp(settings, database, clock);
    await app.init();
    // Nest tells at length what it wires together; from here on the log is about leads.
    app.useLogger(new JsonLogger(settings.LOG_LEVEL));
    if (settings.answersHttp) await listen(app, settings);
    return {
      url: settings.answersHttp ? addressOf(app, settings) : null,
      newAdminKey,
      close,
    };
  } catch (error) {
    // What never listened may not know that it is closed, and the reason must be told all the same.
    await Promise.race([close(), pause(CLOSE_WITHIN_MS)]);
    throw error;
  }
}

async function createApp(settings: Settings, database: OpenDatabase, clock: Clock) {
  const intake = new IntakeServer();
  const adapter = new FastifyAdapter({
    serverFactory: (api: Parameters<IntakeServer['before']>[0]) => intake.before(api),
    genReqId: () => randomUUID(),
    bodyLimit: API_BODY_LIMIT,
    trustProxy: trustedProxies(settings.TRUST_PROXY),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerImpossibleAddress,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, database, clock),
    adapter,
    {
      logger: new JsonLogger('warn'),
      bodyParser: false,
      abortOnError: false,
    },
  );
  const server = adapter.getInstance() as unknown as FastifyInstance;
  await intake.open(app.get(MarketplaceIntake, { strict: false }), app.get(PartnerIntake, { strict: false }));
  endConnectionsOnClose(server);
  installRequestContext(server);
  installLingeringClose(server);
  installJsonOnly(server);
  installInputCheck(server);
  installGate(server, app.get(AccessService, { strict: false }), app.get(AuditService, { strict: false }));
  await server.register(helmet, {
    contentSecurityPolicy: { directives: { 'script-src': ["'self'", "'unsafe-inline'"] } },
  });
  app.useGlobalPipes(requestValidation());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, () => describeApi(app, rolesFor, intakePaths), {
    jsonDocumentUrl: 'docs-json',
  });
  return app;
}

async function listen(app: NestFastifyApplication, { HOST: host, PORT: port }: Settings): Promise<void> {
  await app.listen({ port, host }).catch((error: unknown) => {
    throw CannotListen.because(error, host, port);
  });
}

function installRequestContext(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    requestContext.run({ requestId: request.id }, done);
  });
}

type TrustProxy = boolean | string | ((address: string, hop: number) => boolean);

function trustedProxies(setting: string | undefined): TrustProxy {
  if (setting === undefined || setting === 'false') return false;
  if (setting === 'true') return true;
  return /^\d+$/.test(setting) ? (_address, hop) => hop < Number(setting) : setting;
}

function addressOf(app: NestFastifyApplication, { HOST }: Settings): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
}
