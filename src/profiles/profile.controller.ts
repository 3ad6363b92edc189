import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ApiPageResponse, Id, type Page } from '../platform/api/index.js';
import { ProfilePage, ShownProfile, ShownProfileDetail } from './profile.dto.js';
import { ProfileQueries } from './profile.queries.js';

@ApiTags('profiles')
@Controller('api/v1/profiles')
export class ProfileController {
  constructor(private readonly profiles: ProfileQueries) {}

  @Get()
  @ApiPageResponse(ShownProfile)
  list(
    @By() { workspaceId }: Caller,
    @Query() { limit, cursor, ...filter }: ProfilePage,
  ): Promise<Page<ShownProfile>> {
    return this.profiles.list(workspaceId, filter, { limit, cursor });
  }

  /** One person with the origin of each value. The id of a merged profile answers its survivor. */
  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownProfileDetail> {
    return this.profiles.read(workspaceId, id);
  }
}
