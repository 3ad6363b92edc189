import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { ApiPageResponse, Id, type Page } from '../platform/api/index.js';
import { AccountPage, ShownAccount, ShownAccountDetail } from './account.dto.js';
import { AccountQueries } from './account.queries.js';

@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountController {
  constructor(private readonly accounts: AccountQueries) {}

  /** Companies, made from what leads say of them. */
  @Get()
  @ApiPageResponse(ShownAccount)
  list(
    @By() { workspaceId }: Caller,
    @Query() { limit, cursor, ...filter }: AccountPage,
  ): Promise<Page<ShownAccount>> {
    return this.accounts.list(workspaceId, filter, { limit, cursor });
  }

  /** One company with its people and related companies. */
  @Get(':id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownAccountDetail> {
    return this.accounts.read(workspaceId, id);
  }
}
