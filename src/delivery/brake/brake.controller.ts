import { Controller, HttpCode, Post } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { By, type Caller } from '../../access/index.js';
import { Id } from '../../platform/api/index.js';
import { SyncService } from '../syncs/sync.service.js';
import { Brake } from './brake.js';

@ApiTags('syncs')
@Controller('api/v1/syncs/:id/release-brake')
export class BrakeController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly syncs: SyncService,
    private readonly brake: Brake,
  ) {}

  /** Lets a sync that its brake stopped go on with all that it had to send. */
  @Post()
  @HttpCode(204)
  async release(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    const sync = await this.syncs.find(workspaceId, id);
    await this.brake.release(this.dataSource.manager, sync);
    if (sync.enabled) await this.syncs.run(workspaceId, id);
  }
}
