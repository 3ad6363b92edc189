import { Module } from '@nestjs/common';
import { EnrichmentSettingsController } from './enrichment-settings.controller.js';

@Module({ controllers: [EnrichmentSettingsController] })
export class EnrichmentModule {}
