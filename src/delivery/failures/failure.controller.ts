import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, type Page } from '../../platform/api/index.js';
import { RetriedRecords } from '../records/record.dto.js';
import { SyncPreview } from '../syncs/sync.dto.js';
import { FailureGroup, FailurePage, ShownFailureGroup } from './failure.dto.js';
import { FailureService } from './failure.service.js';

@ApiTags('failures')
@Controller('api/v1')
export class FailureController {
  constructor(private readonly failures: FailureService) {}

  /** What was rejected, grouped by sync, code and field: how many, an example, who must act, and the fix. */
  @Get('failures')
  @ApiPageResponse(ShownFailureGroup)
  list(@By() { workspaceId }: Caller, @Query() page: FailurePage): Promise<Page<ShownFailureGroup>> {
    return this.failures.list(workspaceId, page);
  }

  /** What another try of one group would do now, field by field, read from the live system. Writes nothing. */
  @Post('syncs/:id/failures/preview')
  @HttpCode(200)
  preview(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() group: FailureGroup,
  ): Promise<SyncPreview> {
    return this.failures.preview(workspaceId, id, group);
  }

  /** Tries the records of one group again, once its cause was removed. */
  @Post('syncs/:id/failures/retry')
  @HttpCode(202)
  retry(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() group: FailureGroup,
  ): Promise<RetriedRecords> {
    return this.failures.retry(workspaceId, id, group);
  }
}
