import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { ShownFinding } from '../landing/finding.dto.js';
import { FindingQueries } from '../landing/finding.queries.js';
import { RunPage, RunSummary, ShownRun } from './run.dto.js';
import { RunQueries } from './run.queries.js';

@ApiTags('runs')
@Controller('api/v1/runs')
export class RunController {
  constructor(
    private readonly runs: RunQueries,
    private readonly landings: FindingQueries,
  ) {}

  /** Newest first. */
  @Get()
  @ApiPageResponse(RunSummary)
  list(
    @By() { workspaceId }: Caller,
    @Query() { syncId, limit, cursor }: RunPage,
  ): Promise<Page<RunSummary>> {
    return this.runs.list(workspaceId, syncId, { limit, cursor });
  }

  /** received = delivered + unchanged + held + rejected + waiting + accepted + unknown; delivered = created + updated + removed. */
  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownRun> {
    return this.runs.read(workspaceId, id);
  }

  /** What was accepted over there and does not stand there, of the records that were read back. */
  @Get(':id/findings')
  @ApiPageResponse(ShownFinding)
  findings(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() page: PageQuery,
  ): Promise<Page<ShownFinding>> {
    return this.landings.ofRun(workspaceId, id, page);
  }
}
