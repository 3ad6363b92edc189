import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { ShownProfileSettings, ShownRefold, UpdateProfileSettings } from './profile-settings.dto.js';
import { ProfileSettingsService } from './profile-settings.service.js';
import { RefoldRepository } from './refold.repository.js';

@ApiTags('profiles')
@Controller('api/v1/profile-settings')
export class ProfileSettingsController {
  constructor(
    private readonly settings: ProfileSettingsService,
    private readonly refolds: RefoldRepository,
  ) {}

  @Get()
  read(@By() { workspaceId }: Caller): Promise<ShownProfileSettings> {
    return this.settings.read(workspaceId);
  }

  /** Holds at once for what is received, and for everybody when the refold ends that the answer names. */
  @Patch()
  update(
    @By() { workspaceId }: Caller,
    @Body() { survivorship = {} }: UpdateProfileSettings,
  ): Promise<ShownProfileSettings> {
    return this.settings.change(workspaceId, survivorship);
  }

  /** Newest first. */
  @Get('refolds')
  @ApiPageResponse(ShownRefold)
  listRefolds(@By() { workspaceId }: Caller, @Query() page: PageQuery): Promise<Page<ShownRefold>> {
    return this.refolds.list(workspaceId, page);
  }

  /** How many people were folded anew so far. */
  @Get('refolds/:id')
  readRefold(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownRefold> {
    return this.refolds.read(workspaceId, id);
  }
}
