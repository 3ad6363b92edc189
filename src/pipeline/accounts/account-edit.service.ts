import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AccountEditor, type UpdateAccount } from '../../accounts/index.js';
import { Onward } from '../onward.js';

/** What people decide about companies, passed on to wherever they are delivered in one transaction with it. */
@Injectable()
export class AccountEditService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly editor: AccountEditor,
    private readonly onward: Onward,
  ) {}

  async update(workspaceId: string, id: string, change: UpdateAccount): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.editor.update(manager, workspaceId, id, change);
      await this.onward.passAccounts(manager, workspaceId, [id]);
    });
    await this.onward.wake(workspaceId);
  }

  async relate(workspaceId: string, profileId: string, accountId: string | null | undefined): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const related = await this.editor.relate(manager, workspaceId, profileId, accountId);
      await this.onward.passAccounts(manager, workspaceId, related.accountIds, [related.profileId]);
    });
    await this.onward.wake(workspaceId);
  }
}
