import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, type Page } from '../../platform/api/index.js';
import { RecordPage, RetriedRecords, RetryRecords, ShownRecord } from './record.dto.js';
import { RecordService } from './record.service.js';

@ApiTags('syncs')
@Controller('api/v1/syncs/:id/records')
export class RecordController {
  constructor(private readonly records: RecordService) {}

  /** What became of each record in this sync. */
  @Get()
  @ApiPageResponse(ShownRecord)
  list(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() { status, limit, cursor }: RecordPage,
  ): Promise<Page<ShownRecord>> {
    return this.records.list(workspaceId, id, status, { limit, cursor });
  }

  /** Tries records again now: those that are named, or all of a status; without either all that were rejected. */
  @Post('retry')
  @HttpCode(202)
  retry(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() request: RetryRecords,
  ): Promise<RetriedRecords> {
    return this.records.retry(workspaceId, id, request);
  }
}
