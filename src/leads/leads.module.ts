import { Module } from '@nestjs/common';
import { LeadEventController } from './lead-event.controller.js';
import { LeadEventQueries } from './lead-event.queries.js';
import { LeadEventRepository } from './lead-event.repository.js';
import { LeadSettingsController } from './lead-settings.controller.js';
import { UnreadLeads } from './unread-leads.js';

@Module({
  controllers: [LeadEventController, LeadSettingsController],
  providers: [LeadEventQueries, LeadEventRepository, UnreadLeads],
  exports: [LeadEventQueries, LeadEventRepository],
})
export class LeadsModule {}
