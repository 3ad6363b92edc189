import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { By, type Caller } from '../access/index.js';
import { badInput, type FieldError } from '../platform/api/index.js';
import { leadStages } from './lead-source/index.js';
import { ShownLeadSettings, UpdateLeadSettings } from './lead-settings.dto.js';
import { readLeadSettings, saveLeadSettings } from './lead-settings.js';

const CODES_AT_MOST = 100;
const LONGEST_CODE = 100;

@ApiTags('leads')
@Controller('api/v1/lead-settings')
export class LeadSettingsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Get()
  read(@By() { workspaceId }: Caller): Promise<ShownLeadSettings> {
    return readLeadSettings(this.dataSource, workspaceId);
  }

  /** Holds for what is read from now on; `POST /lead-events/replay` reads earlier leads again. */
  @Patch()
  update(@By() { workspaceId }: Caller, @Body() change: UpdateLeadSettings): Promise<ShownLeadSettings> {
    const problems = Object.entries(change.stages ?? {}).flatMap(([code, stage]) =>
      stageProblems(code, stage),
    );
    if (problems.length > 0) throw badInput(problems);
    return this.dataSource.transaction(async (manager) => {
      await saveLeadSettings(manager, workspaceId, change);
      const settings = await readLeadSettings(manager, workspaceId);
      if (Object.keys(settings.stages).length <= CODES_AT_MOST) return settings;
      throw badInput([{ path: 'stages', message: `may name at most ${CODES_AT_MOST} codes` }]);
    });
  }
}

function stageProblems(code: string, stage: unknown): FieldError[] {
  const path = `stages.${code.slice(0, LONGEST_CODE)}`;
  if (code.trim() === '' || code.length > LONGEST_CODE)
    return [{ path, message: `is no action code of 1 to ${LONGEST_CODE} characters` }];
  if (stage === null || (leadStages as readonly unknown[]).includes(stage)) return [];
  return [{ path, message: `must be one of ${leadStages.join(', ')}, or null for the default` }];
}
