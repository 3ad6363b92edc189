import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ProfileQueries } from '../../profiles/index.js';
import { HistoryQueries } from './history.queries.js';
import { HistoryLine, MarkedRecords } from './record.dto.js';
import { RecordService } from './record.service.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';

@ApiTags('profiles')
@Controller('api/v1/profiles/:id')
export class ProfileDeliveryController {
  constructor(
    private readonly profiles: ProfileQueries,
    private readonly records: RecordService,
    private readonly histories: HistoryQueries,
  ) {}

  /** All that happened about a person, in time order: what was received and what was delivered, held or rejected. */
  @Get('history')
  @ApiPageResponse(HistoryLine)
  async history(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() page: PageQuery,
  ): Promise<Page<HistoryLine>> {
    const profile = await this.profiles.read(workspaceId, id);
    return this.histories.of(workspaceId, [profile.id, ...profile.mergedFrom], page);
  }

  /** Delivers this person now, in every sync. */
  @Post('sync')
  @HttpCode(202)
  async sync(@By() { workspaceId }: Caller, @Id() id: string): Promise<MarkedRecords> {
    const profile = await this.profiles.read(workspaceId, id);
    return this.records.sendProfile(workspaceId, profile.id);
  }
}
