import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { Id, RecordId } from '../../platform/api/index.js';
import { FoundWhy, ShownWhy, WhyField, WhyQuery } from './why.dto.js';
import { WhyService } from './why.service.js';

@ApiTags('why')
@Controller('api/v1')
export class WhyController {
  constructor(private readonly whys: WhyService) {}

  /** Why a field over there holds what it does: back through send, mapping and survivorship to the lead that said it. */
  @Get('syncs/:id/records/:recordId/why')
  ofRecord(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @RecordId() recordId: string,
    @Query() { field }: WhyField,
  ): Promise<ShownWhy> {
    return this.whys.ofRecord(workspaceId, id, recordId, field);
  }

  /** The same, found by the record's id over there or by its address; one item for each sync that keeps it. */
  @Get('why')
  find(@By() { workspaceId }: Caller, @Query() query: WhyQuery): Promise<FoundWhy> {
    return this.whys.find(workspaceId, query);
  }
}
