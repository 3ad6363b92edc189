import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, type Page } from '../../platform/api/index.js';
import {
  AccountGroupMetrics,
  AccountGroupPage,
  ShownAccountGroup,
  ShownAccountGroupDetail,
} from './group.dto.js';
import { GroupQueries } from './group.queries.js';

@ApiTags('accounts')
@Controller('api/v1/account-groups')
export class GroupController {
  constructor(private readonly groups: GroupQueries) {}

  /** Companies that belong together, in groups of two to 30. */
  @Get()
  @ApiPageResponse(ShownAccountGroup)
  list(
    @By() { workspaceId }: Caller,
    @Query() { limit, cursor, leftOut }: AccountGroupPage,
  ): Promise<Page<ShownAccountGroup>> {
    return this.groups.list(workspaceId, leftOut, { limit, cursor });
  }

  /** How many companies belong together, and in groups of what size. */
  @Get('metrics')
  metrics(@By() { workspaceId }: Caller): Promise<AccountGroupMetrics> {
    return this.groups.metrics(workspaceId);
  }

  /** One group with its companies; a company to which no other belongs is one by itself. */
  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownAccountGroupDetail> {
    return this.groups.read(workspaceId, id);
  }
}
