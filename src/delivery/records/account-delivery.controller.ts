import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { AccountQueries } from '../../accounts/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { HistoryQueries } from './history.queries.js';
import { HistoryLine } from './record.dto.js';

@ApiTags('accounts')
@Controller('api/v1/accounts/:id')
export class AccountDeliveryController {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly histories: HistoryQueries,
  ) {}

  /** What was delivered, held or rejected of a company, in time order. */
  @Get('history')
  @ApiPageResponse(HistoryLine)
  async history(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() page: PageQuery,
  ): Promise<Page<HistoryLine>> {
    const account = await this.accounts.read(workspaceId, id);
    return this.histories.ofAccount(workspaceId, account.id, page);
  }
}
