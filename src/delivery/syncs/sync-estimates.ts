import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { row } from '../../platform/database/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { Organisations } from '../destinations/organisations.js';
import { definitionOf } from '../destinations/sessions.js';
import type { SyncEstimate } from './sync.dto.js';
import type { Sync } from './sync.entity.js';

@Injectable()
export class SyncEstimates {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly organisations: Organisations,
  ) {}

  async estimate(sync: Sync, destination: Destination): Promise<SyncEstimate> {
    const { limits } = definitionOf(destination.type);
    const records = await this.waiting(sync);
    const organisation = destination.organisationKey
      ? await this.organisations.find(destination.organisationKey)
      : null;
    return {
      records,
      apiCalls: {
        lookUps: Math.ceil(records / limits.lookUpBatch),
        writes: Math.ceil(records / limits.writeBatch),
      },
      ofDailyCalls: organisation?.callsLimit ?? limits.callsPerDay,
      notes: [
        ...(sync.filter
          ? ['The filter is applied record by record when it is sent, so fewer records may go.']
          : []),
        ...(sync.backfill === 'new-only' ? ['Starts with what arrives from now on.'] : []),
      ],
    };
  }

  private async waiting({ workspaceId, id, backfillState, recordKind }: Sync): Promise<number> {
    const found = await row<{ count: number }>(
      this.dataSource.manager,
      backfillState === 'done'
        ? `SELECT count(*)::integer AS count FROM delivery
           WHERE workspace_id = $1 AND sync_id = $2 AND status IN ('due', 'waiting', 'unknown')`
        : recordKind === 'person'
          ? `SELECT count(*)::integer AS count FROM profile p
             WHERE p.workspace_id = $1 AND p.merged_into IS NULL AND NOT p.do_not_contact AND NOT EXISTS (
               SELECT FROM delivery d WHERE (d.workspace_id, d.sync_id, d.profile_id) = ($1, $2, p.id)
                 AND d.status NOT IN ('due', 'waiting', 'unknown'))`
          : `SELECT count(*)::integer AS count FROM account a
             WHERE a.workspace_id = $1 AND NOT EXISTS (
               SELECT FROM delivery d WHERE (d.workspace_id, d.sync_id, d.account_id) = ($1, $2, a.id)
                 AND d.status NOT IN ('due', 'waiting', 'unknown'))`,
      [workspaceId, id],
    );
    return found?.count ?? 0;
  }
}
