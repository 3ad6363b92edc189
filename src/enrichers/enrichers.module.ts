import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/index.js';
import { EnricherController } from './enricher.controller.js';
import { EnricherMarker } from './enricher.marker.js';
import { EnricherService } from './enricher.service.js';
import { EnricherWorker } from './enricher.worker.js';
import { QuestionRepository } from './question.repository.js';

@Module({
  imports: [ProfilesModule],
  controllers: [EnricherController],
  providers: [EnricherMarker, EnricherService, EnricherWorker, QuestionRepository],
  exports: [EnricherMarker],
})
export class EnrichersModule {}
