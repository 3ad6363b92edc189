import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { Id } from '../../platform/api/index.js';
import { ShownSync } from '../syncs/sync.dto.js';
import { SyncService } from '../syncs/sync.service.js';
import { PauseSync } from './schedule.dto.js';
import { SyncPauses } from './sync-pauses.js';

@ApiTags('syncs')
@Controller('api/v1/syncs')
export class ScheduleController {
  constructor(
    private readonly pauses: SyncPauses,
    private readonly syncs: SyncService,
  ) {}

  /** Sends nothing until it is resumed, or until a time. What becomes due and runs that become due wait. */
  @Post(':id/pause')
  @HttpCode(200)
  async pause(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() { until }: PauseSync,
  ): Promise<ShownSync> {
    await this.pauses.pause(workspaceId, id, until ? new Date(until) : null);
    return this.syncs.read(workspaceId, id);
  }

  /** What waited is sent at once. */
  @Post(':id/resume')
  @HttpCode(200)
  async resume(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownSync> {
    await this.pauses.resume(workspaceId, id);
    return this.syncs.read(workspaceId, id);
  }
}
