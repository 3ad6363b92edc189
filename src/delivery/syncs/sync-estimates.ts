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
      backfillState === 'done' ? DUE : recordKind === 'person' ? PEOPLE_LEFT : ACCOUNTS_LEFT,
      [workspaceId, id],
    );
    return found?.count ?? 0;
  }
}

const DUE = `SELECT count(*)::integer AS count FROM delivery
  WHERE workspace_id = $1 AND sync_id = $2 AND status IN ('due', 'waiting', 'unknown')`;

/**
 * Whom the sync has not come to. As a difference of sets and not by a join: a sync that was just made has no rows that
 * the planner would know of, and a join that looks them up one by one is slower with every row that the fill adds.
 */
const PEOPLE_LEFT = `SELECT count(*)::integer AS count FROM (
    SELECT id FROM profile WHERE workspace_id = $1 AND merged_into IS NULL AND NOT do_not_contact
    EXCEPT
    SELECT profile_id FROM delivery
    WHERE workspace_id = $1 AND sync_id = $2 AND status NOT IN ('due', 'waiting', 'unknown')
  ) still`;
const ACCOUNTS_LEFT = `SELECT count(*)::integer AS count FROM (
    SELECT id FROM account WHERE workspace_id = $1
    EXCEPT
    SELECT account_id FROM delivery
    WHERE workspace_id = $1 AND sync_id = $2 AND status NOT IN ('due', 'waiting', 'unknown')
  ) still`;
