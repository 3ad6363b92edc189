import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { Id } from '../../platform/api/index.js';
import { DestinationQuota } from './quota.dto.js';
import { QuotaQueries } from './quota.queries.js';

@ApiTags('destinations')
@Controller('api/v1/destinations')
export class QuotaController {
  constructor(private readonly quotas: QuotaQueries) {}

  /** What the organisation allows, what of it is used and left, and what the records that are due will need. */
  @Get(':id/quota')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<DestinationQuota> {
    return this.quotas.read(workspaceId, id);
  }
}
