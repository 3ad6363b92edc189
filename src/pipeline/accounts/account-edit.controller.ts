import { Body, Controller, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import {
  AccountQueries,
  SetRelation,
  ShownAccountDetail,
  ShownRelation,
  UpdateAccount,
} from '../../accounts/index.js';
import { Id } from '../../platform/api/index.js';
import { AccountEditService } from './account-edit.service.js';

@ApiTags('accounts')
@Controller('api/v1')
export class AccountEditController {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly edits: AccountEditService,
  ) {}

  /** Corrects a company. People who are with it stay; whoever comes later is matched with what it says now. */
  @Patch('accounts/:id')
  async update(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() change: UpdateAccount,
  ): Promise<ShownAccountDetail> {
    await this.edits.update(workspaceId, id, change);
    return this.accounts.read(workspaceId, id);
  }

  /** Says by hand which company a person is with. */
  @Put('profiles/:id/account')
  async relate(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() { accountId }: SetRelation,
  ): Promise<ShownRelation> {
    await this.edits.relate(workspaceId, id, accountId);
    return this.accounts.relation(workspaceId, id);
  }
}
