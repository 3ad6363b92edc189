import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../access/index.js';
import { Id } from '../platform/api/index.js';
import { ShownRelation } from './account.dto.js';
import { AccountQueries } from './account.queries.js';

@ApiTags('accounts')
@Controller('api/v1/profiles/:id/account')
export class RelationController {
  constructor(private readonly accounts: AccountQueries) {}

  /** Which company a person is with and what spoke for it, or why there is none. */
  @Get()
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownRelation> {
    return this.accounts.relation(workspaceId, id);
  }
}
