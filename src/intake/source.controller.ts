import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../platform/api/index.js';
import { CreateSource, IntakeAddress, NewSource, ShownSource, UpdateSource } from './source.dto.js';
import { SourceService } from './source.service.js';

@ApiTags('intake')
@Controller('api/v1/sources')
export class SourceController {
  constructor(private readonly sources: SourceService) {}

  @Get()
  @ApiPageResponse(ShownSource)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownSource>> {
    return this.sources.list(workspaceId, page);
  }

  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSource> {
    return this.sources.read(workspaceId, id);
  }

  /** Makes a source; the answer holds its `intakePath`, which is shown only now. */
  @Post()
  create(@By() { workspaceId }: Caller, @Body() source: CreateSource): Promise<NewSource> {
    return this.sources.create(workspaceId, source);
  }

  @Patch(':id')
  update(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() change: UpdateSource,
  ): Promise<ShownSource> {
    return this.sources.update(workspaceId, id, change);
  }

  /** Closes the address for ever. What was received stays, and so does what it became. */
  @Delete(':id')
  @HttpCode(204)
  delete(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.sources.delete(workspaceId, id);
  }

  /** A new address; the one before works until it is retired. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  rotateSecret(@By() { workspaceId }: Caller, @Id() id: string): Promise<IntakeAddress> {
    return this.sources.rotateSecret(workspaceId, id);
  }

  @Post(':id/retire-previous-secret')
  @HttpCode(200)
  retirePreviousSecret(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSource> {
    return this.sources.retirePreviousSecret(workspaceId, id);
  }

  /** Keeps what arrives from now on and lets none of it on. */
  @Post(':id/quarantine')
  @HttpCode(200)
  quarantine(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSource> {
    return this.sources.quarantine(workspaceId, id);
  }

  /** Ends the quarantine and reads what was kept meanwhile. */
  @Post(':id/release')
  @HttpCode(200)
  release(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSource> {
    return this.sources.release(workspaceId, id);
  }
}
