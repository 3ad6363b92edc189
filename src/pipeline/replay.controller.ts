import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ReplayService } from './replay.service.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../platform/api/index.js';
import { ShownReplay, StartedReplay, StartReplay } from './replay.dto.js';

@ApiTags('leads')
@Controller('api/v1/lead-events')
export class ReplayController {
  constructor(private readonly replays: ReplayService) {}

  /** Reads leads again from what was received; watch `GET /lead-events/replays/{replayId}`. */
  @Post('replay')
  @HttpCode(202)
  start(@By() { workspaceId }: Caller, @Body() { filter }: StartReplay): Promise<StartedReplay> {
    return this.replays.start(workspaceId, { ...filter });
  }

  /** Newest first. */
  @Get('replays')
  @ApiPageResponse(ShownReplay)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownReplay>> {
    return this.replays.list(workspaceId, page);
  }

  /** How many of the leads were read again so far. */
  @Get('replays/:id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownReplay> {
    return this.replays.read(workspaceId, id);
  }
}
