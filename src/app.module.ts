import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/index.js';
import { AccountsModule } from './accounts/index.js';
import { DeliveryModule } from './delivery/index.js';
import { EnrichersModule } from './enrichers/index.js';
import { EnrichmentModule } from './enrichment/index.js';
import { IntakeModule } from './intake/index.js';
import { LeadsModule } from './leads/index.js';
import { PipelineModule } from './pipeline/index.js';
import { Clock } from './platform/clock.js';
import type { Settings } from './platform/config/index.js';
import type { OpenDatabase } from './platform/database/index.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProfilesModule } from './profiles/index.js';

@Module({})
export class AppModule {
  static forRoot(settings: Settings, database: OpenDatabase, clock = new Clock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(settings, database, clock),
        AccessModule,
        LeadsModule,
        IntakeModule,
        AccountsModule,
        EnrichmentModule,
        ProfilesModule,
        EnrichersModule,
        DeliveryModule,
        PipelineModule,
      ],
    };
  }
}
