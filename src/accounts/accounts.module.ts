import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { AccountEditor } from './account-editor.js';
import { AccountQueries } from './account.queries.js';
import { AccountRepository } from './account.repository.js';
import { AccountService } from './account.service.js';
import { GroupController, Grouping, GroupQueries, GroupRepository, GroupWorker } from './groups/index.js';
import { RelationController } from './relation.controller.js';
import { RelationRepository } from './relation.repository.js';

@Module({
  controllers: [AccountController, GroupController, RelationController],
  providers: [
    AccountEditor,
    AccountQueries,
    AccountRepository,
    AccountService,
    Grouping,
    GroupQueries,
    GroupRepository,
    GroupWorker,
    RelationRepository,
  ],
  exports: [AccountEditor, AccountQueries, AccountService],
})
export class AccountsModule {}
