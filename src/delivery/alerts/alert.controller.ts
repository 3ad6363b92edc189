import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { AlertChannelService } from './alert-channel.service.js';
import {
  AlertPage,
  CreateAlertChannel,
  CreatedAlertChannel,
  ShownAlert,
  ShownAlertChannel,
  ShownAlertSettings,
  UpdateAlertChannel,
  UpdateAlertSettings,
} from './alert.dto.js';
import { AlertQueries } from './alert.queries.js';
import { readAlertSettings, saveAlertSettings } from './alert-settings.js';

@ApiTags('alerts')
@Controller('api/v1')
export class AlertController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly channels: AlertChannelService,
    private readonly alerts: AlertQueries,
  ) {}

  /** When syncs began to fail, to be late or to reject too much, and when they recovered; the newest first. */
  @Get('alerts')
  @ApiPageResponse(ShownAlert)
  list(@By() { workspaceId }: Caller, @Query() page: AlertPage): Promise<Page<ShownAlert>> {
    return this.alerts.list(workspaceId, page);
  }

  @Get('alert-settings')
  readSettings(@By() { workspaceId }: Caller): Promise<ShownAlertSettings> {
    return readAlertSettings(this.dataSource.manager, workspaceId);
  }

  @Patch('alert-settings')
  async updateSettings(
    @By() { workspaceId }: Caller,
    @Body() change: UpdateAlertSettings,
  ): Promise<ShownAlertSettings> {
    await saveAlertSettings(this.dataSource.manager, workspaceId, change);
    return readAlertSettings(this.dataSource.manager, workspaceId);
  }

  @Get('alert-channels')
  @ApiPageResponse(ShownAlertChannel)
  listChannels(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownAlertChannel>> {
    return this.channels.list(workspaceId, page);
  }

  @Get('alert-channels/:id')
  readChannel(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownAlertChannel> {
    return this.channels.read(workspaceId, id);
  }

  /** The answer holds the key to check signatures with, and is the only one that does. */
  @Post('alert-channels')
  createChannel(
    @By() { workspaceId }: Caller,
    @Body() input: CreateAlertChannel,
  ): Promise<CreatedAlertChannel> {
    return this.channels.create(workspaceId, input);
  }

  @Patch('alert-channels/:id')
  updateChannel(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() change: UpdateAlertChannel,
  ): Promise<ShownAlertChannel> {
    return this.channels.update(workspaceId, id, change);
  }

  @Delete('alert-channels/:id')
  @HttpCode(204)
  deleteChannel(@By() { workspaceId }: Caller, @Id() id: string): Promise<void> {
    return this.channels.delete(workspaceId, id);
  }
}
