import { Injectable } from '@nestjs/common';
import { AccountService } from '../accounts/index.js';
import { DeliveryMarker } from '../delivery/index.js';
import { EnricherMarker } from '../enrichers/index.js';
import type { Sql } from '../platform/database/index.js';
import { ProfileService } from '../profiles/index.js';

/** Where changed people and companies go: to each other by what is said now, to the systems, and to those who know more. */
@Injectable()
export class Onward {
  constructor(
    private readonly profiles: ProfileService,
    private readonly accounts: AccountService,
    private readonly deliveries: DeliveryMarker,
    private readonly enrichers: EnricherMarker,
  ) {}

  /** In the transaction of the change. */
  async pass(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<void> {
    const stated = await this.profiles.stated(sql, workspaceId, profileIds);
    const accountIds = await this.accounts.assign(sql, workspaceId, stated);
    await this.passAccounts(sql, workspaceId, accountIds, profileIds);
    await this.enrichers.markDue(sql, workspaceId, profileIds);
  }

  /** Companies that changed, before the people whose records name them. */
  async passAccounts(
    sql: Sql,
    workspaceId: string,
    accountIds: readonly string[],
    profileIds: readonly string[] = [],
  ): Promise<void> {
    await this.deliveries.markAccountsDue(sql, workspaceId, accountIds, profileIds);
    await this.deliveries.markPeopleDue(sql, workspaceId, profileIds);
  }

  /** Once that transaction is done. */
  async wake(workspaceId: string): Promise<void> {
    await this.deliveries.wakeDispatchers(workspaceId);
    await this.enrichers.wake(workspaceId);
  }
}
