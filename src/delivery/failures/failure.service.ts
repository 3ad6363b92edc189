import { Injectable } from '@nestjs/common';
import { badInput, type Page } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { DeliveryMarker } from '../delivery.marker.js';
import type { RetriedRecords } from '../records/record.dto.js';
import { EXAMINED_AT_MOST, PreviewService } from '../syncs/preview.service.js';
import type { SyncPreview } from '../syncs/sync.dto.js';
import { SyncService } from '../syncs/sync.service.js';
import type { FailureGroup, FailureGroupKey, FailurePage, ShownFailureGroup } from './failure.dto.js';
import { FailureQueries } from './failure.queries.js';

/** What was rejected, grouped by its reason, so that a cause is removed once and its records follow. */
@Injectable()
export class FailureService {
  constructor(
    private readonly failures: FailureQueries,
    private readonly syncs: SyncService,
    private readonly previews: PreviewService,
    private readonly marker: DeliveryMarker,
    private readonly clock: Clock,
  ) {}

  list(workspaceId: string, page: FailurePage): Promise<Page<ShownFailureGroup>> {
    return this.failures.list(workspaceId, page);
  }

  /** What another try of a group would do now; nothing is written, and its records stay rejected. */
  async preview(workspaceId: string, syncId: string, group: FailureGroup): Promise<SyncPreview> {
    await this.syncs.find(workspaceId, syncId);
    const owners = await this.failures.owners(workspaceId, syncId, keyOf(group), EXAMINED_AT_MOST);
    return this.previews.preview(workspaceId, syncId, owners);
  }

  async retry(workspaceId: string, syncId: string, group: FailureGroup): Promise<RetriedRecords> {
    await this.syncs.find(workspaceId, syncId);
    const retried = await this.failures.retry(workspaceId, syncId, keyOf(group), this.clock.now());
    await this.marker.wakeDispatchers(workspaceId);
    return { retried };
  }
}

function keyOf({ code, field = null }: FailureGroup): FailureGroupKey {
  if (code !== undefined) return { code, field };
  throw badInput([{ path: 'code', message: 'must be the code of a group of GET /api/v1/failures' }]);
}
