import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { MatchPreview } from './match-preview.js';
import { MatchSettingsService } from './match-settings.service.js';
import {
  MatchAnswer,
  MatchRequest,
  ShownMatchSettings,
  ShownThresholds,
  UpdateMatchSettings,
} from './match.dto.js';

@ApiTags('matching')
@Controller('api/v1')
export class MatchController {
  constructor(
    private readonly preview: MatchPreview,
    private readonly settings: MatchSettingsService,
  ) {}

  /** Whom a lead of this person would be taken for, and why; nothing is stored. */
  @Post('match')
  @HttpCode(200)
  match(@By() { workspaceId }: Caller, @Body() { person }: MatchRequest): Promise<MatchAnswer> {
    return this.preview.of(workspaceId, person);
  }

  @Get('match-settings')
  read(@By() { workspaceId }: Caller): Promise<ShownMatchSettings> {
    return this.settings.read(workspaceId);
  }

  /** Holds for what is matched from now on, and for the people whom it touches. */
  @Patch('match-settings')
  update(@By() { workspaceId }: Caller, @Body() change: UpdateMatchSettings): Promise<ShownMatchSettings> {
    return this.settings.update(workspaceId, { ...change });
  }

  /** The precision that each threshold would have had for the pairs that people decided in reviews. */
  @Get('match-settings/thresholds')
  async thresholds(@By() { workspaceId }: Caller): Promise<ShownThresholds> {
    return { items: await this.settings.thresholds(workspaceId) };
  }
}
