import { Injectable } from '@nestjs/common';
import { badInput, type Page } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { DeliveryMarker } from '../delivery.marker.js';
import type { RetriedRecords } from '../records/record.dto.js';
import { SyncService } from '../syncs/sync.service.js';
import type { FailurePage, RetryFailures, ShownFailureGroup } from './failure.dto.js';
import { FailureQueries } from './failure.queries.js';

/** What was rejected, grouped by its reason, so that a cause is removed once and its records follow. */
@Injectable()
export class FailureService {
  constructor(
    private readonly failures: FailureQueries,
    private readonly syncs: SyncService,
    private readonly marker: DeliveryMarker,
    private readonly clock: Clock,
  ) {}

  list(workspaceId: string, page: FailurePage): Promise<Page<ShownFailureGroup>> {
    return this.failures.list(workspaceId, page);
  }

  async retry(
    workspaceId: string,
    syncId: string,
    { code, field = null }: RetryFailures,
  ): Promise<RetriedRecords> {
    await this.syncs.find(workspaceId, syncId);
    if (code === undefined)
      throw badInput([{ path: 'code', message: 'must be the code of a group of GET /api/v1/failures' }]);
    const retried = await this.failures.retry(workspaceId, syncId, { code, field }, this.clock.now());
    await this.marker.wakeDispatchers(workspaceId);
    return { retried };
  }
}
