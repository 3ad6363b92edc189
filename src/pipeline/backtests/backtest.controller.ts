import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { ShownBacktest, ShownBacktestDetail, StartBacktest, StartedBacktest } from './backtest.dto.js';
import { BacktestService } from './backtest.service.js';

@ApiTags('matching')
@Controller('api/v1/match/backtests')
export class BacktestController {
  constructor(private readonly backtests: BacktestService) {}

  /**
   * Matches the leads of a past window again under other rules or with another model, and changes nothing by that;
   * watch `GET /match/backtests/{backtestId}`. All people whom these leads touch are looked at as a whole.
   */
  @Post()
  @HttpCode(202)
  start(@By() { workspaceId }: Caller, @Body() asked: StartBacktest): Promise<StartedBacktest> {
    return this.backtests.start(workspaceId, asked);
  }

  /** Newest first. */
  @Get()
  @ApiPageResponse(ShownBacktest)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownBacktest>> {
    return this.backtests.list(workspaceId, page);
  }

  /** How far it is, what it has found, and samples of what would be otherwise. */
  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownBacktestDetail> {
    return this.backtests.read(workspaceId, id);
  }

  /** Forgets a backtest, and ends it where it is under way. */
  @Delete(':id')
  @HttpCode(204)
  remove(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.backtests.remove(workspaceId, id);
  }
}
