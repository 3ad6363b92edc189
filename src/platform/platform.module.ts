import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from './clock.js';
import { Settings } from './config/index.js';
import type { OpenDatabase } from './database/index.js';
import { HealthModule } from './health/index.js';
import { OUTBOUND_HTTP, OutboundClient } from './http/index.js';
import { StatisticsKeeper } from './maintenance/index.js';
import { QueueModule } from './queue/index.js';
import { SchedulingModule } from './scheduling/index.js';
import { openSecretBox, SecretBox } from './secrets/index.js';
import { Metrics } from './telemetry/index.js';

/** What every room stands on. The database is opened, and migrated, before the application is made. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(settings: Settings, { dataSource }: OpenDatabase, clock: Clock): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => dataSource.options,
          dataSourceFactory: async () => dataSource,
        }),
        QueueModule.forRoot({ redisUrl: settings.REDIS_URL, prefix: settings.REDIS_PREFIX }),
        SchedulingModule,
        HealthModule,
      ],
      providers: [
        { provide: Settings, useValue: settings },
        { provide: Clock, useValue: clock },
        Metrics,
        StatisticsKeeper,
        {
          provide: OUTBOUND_HTTP,
          inject: [Metrics],
          useFactory: ({ registry }: Metrics) =>
            new OutboundClient({ registry, allowPrivateNetwork: settings.ALLOW_PRIVATE_NETWORK }),
        },
        { provide: SecretBox, useFactory: () => openSecretBox(settings) },
      ],
      exports: [Settings, Clock, Metrics, OUTBOUND_HTTP, SecretBox],
    };
  }
}
