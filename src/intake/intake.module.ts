import { Inject, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Ledger, READ } from '../leads/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';
import { MarketplaceIntake } from './marketplace/marketplace.intake.js';
import { PartnerIntake } from './partner/partner.intake.js';
import { Reception } from './reception.js';
import { SourceController } from './source.controller.js';
import { SourceSecrets } from './source-secrets.js';
import { SourceService } from './source.service.js';

@Module({
  controllers: [SourceController],
  providers: [
    SourceService,
    SourceSecrets,
    Reception,
    MarketplaceIntake,
    PartnerIntake,
    {
      provide: Ledger,
      inject: [getDataSourceToken(), WORK_QUEUE],
      useFactory: (dataSource: DataSource, queue: WorkQueue) =>
        new Ledger(dataSource, (workspaceIds) => {
          for (const id of workspaceIds) void queue.wake(READ, id);
        }),
    },
  ],
  exports: [Ledger],
})
export class IntakeModule implements BeforeApplicationShutdown {
  constructor(@Inject(Ledger) private readonly ledger: Ledger) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.ledger.drain();
  }
}
