import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../platform/api/index.js';
import { CreateEnricher, ShownEnricher, UpdateEnricher } from './enricher.dto.js';
import { EnricherService } from './enricher.service.js';

@ApiTags('enrichment')
@Controller('api/v1/enrichers')
export class EnricherController {
  constructor(private readonly enrichers: EnricherService) {}

  @Get()
  @ApiPageResponse(ShownEnricher)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownEnricher>> {
    return this.enrichers.list(workspaceId, page);
  }

  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownEnricher> {
    return this.enrichers.read(workspaceId, id);
  }

  /** Asked about everybody of whom a lead is read from now on. */
  @Post()
  create(@By() { workspaceId }: Caller, @Body() input: CreateEnricher): Promise<ShownEnricher> {
    return this.enrichers.create(workspaceId, input);
  }

  @Patch(':id')
  update(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() change: UpdateEnricher,
  ): Promise<ShownEnricher> {
    return this.enrichers.update(workspaceId, id, change);
  }

  /** What it answered goes with it. */
  @Delete(':id')
  @HttpCode(204)
  delete(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.enrichers.delete(workspaceId, id);
  }
}
