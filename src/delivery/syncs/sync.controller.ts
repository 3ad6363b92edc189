import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { PreviewService } from './preview.service.js';
import {
  CreateSync,
  EstimatedSync,
  ShownSync,
  StartedRun,
  SyncPreview,
  UpdateSync,
  type Schedule,
} from './sync.dto.js';
import type { SyncSchedule } from './sync.entity.js';
import { SyncService } from './sync.service.js';

@ApiTags('syncs')
@Controller('api/v1/syncs')
export class SyncController {
  constructor(
    private readonly syncs: SyncService,
    private readonly previews: PreviewService,
  ) {}

  @Get()
  @ApiPageResponse(ShownSync)
  list(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownSync>> {
    return this.syncs.list(workspaceId, page);
  }

  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSync> {
    return this.syncs.read(workspaceId, id);
  }

  /** Makes a sync and says how many records it would send, and at what cost. */
  @Post()
  create(@By() { workspaceId }: Caller, @Body() { schedule, ...input }: CreateSync): Promise<EstimatedSync> {
    return this.syncs.create(workspaceId, { ...input, schedule: plain(schedule) });
  }

  /** Enabling it for the first time begins the backfill. A changed mapping or filter is applied to all its records. */
  @Patch(':id')
  update(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() { schedule, ...change }: UpdateSync,
  ): Promise<EstimatedSync> {
    return this.syncs.update(workspaceId, id, {
      ...given(change),
      ...(schedule && { schedule: plain(schedule) }),
    });
  }

  /** Stops it and forgets what it sent. What was written over there stays. */
  @Delete(':id')
  @HttpCode(204)
  delete(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.syncs.delete(workspaceId, id);
  }

  /** What a run would do now, field by field, read from the live system. Writes nothing. */
  @Post(':id/preview')
  @HttpCode(200)
  preview(@By() { workspaceId }: Caller, @Id() id: string): Promise<SyncPreview> {
    return this.previews.preview(workspaceId, id);
  }

  /** Sends everything that is due now; watch `GET /api/v1/runs/{runId}`. */
  @Post(':id/run')
  @HttpCode(202)
  run(@By() { workspaceId }: Caller, @Id() id: string): Promise<StartedRun> {
    return this.syncs.run(workspaceId, id);
  }
}

function plain({ mode, cron = '', timeZone = '', quietHours }: Schedule): SyncSchedule {
  const quiet = quietHours && { quietHours: { ...quietHours } };
  return mode === 'cron' ? { mode, cron, timeZone, ...quiet } : { mode, ...quiet };
}

/** A class instance names all of its fields; those that were not sent must not overwrite. */
function given<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}
