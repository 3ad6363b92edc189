import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { ShownCorrection } from './correction.dto.js';
import { CorrectionQueries } from './correction.queries.js';

@ApiTags('syncs')
@Controller('api/v1/crm-corrections')
export class CorrectionController {
  constructor(private readonly corrections: CorrectionQueries) {}

  /** What people should put right over there after merges and splits: nothing there is merged or deleted by us. */
  @Get()
  @ApiPageResponse(ShownCorrection)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownCorrection>> {
    return this.corrections.list(workspaceId, page);
  }

  /** Takes a correction that was made off the list. */
  @Post(':id/done')
  @HttpCode(204)
  done(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.corrections.done(workspaceId, id);
  }
}
