import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Caller } from '../../access/index.js';
import { ApiPageResponse, Id, PageQuery, type Page } from '../../platform/api/index.js';
import { SyncService } from '../syncs/sync.service.js';
import {
  AppliedPlan,
  ApplyPlan,
  MakePlan,
  PlanRecordPage,
  ShownPlan,
  ShownPlanRecord,
  StartedPlan,
} from './plan.dto.js';
import { PlanQueries } from './plan.queries.js';
import { PlanService } from './plan.service.js';

@ApiTags('plans')
@Controller('api/v1')
export class PlanController {
  constructor(
    private readonly service: PlanService,
    private readonly syncs: SyncService,
    private readonly plans: PlanQueries,
  ) {}

  /** Plans what a run would do now, record by record, by reading the live system; watch `GET /api/v1/plans/{planId}`. */
  @Post('syncs/:id/plans')
  @HttpCode(202)
  make(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Body() { recordIds, profileIds, accountIds }: MakePlan,
  ): Promise<StartedPlan> {
    return this.service.start(workspaceId, id, {
      ...(recordIds && { recordIds }),
      ...(profileIds && { profileIds }),
      ...(accountIds && { accountIds }),
    });
  }

  /** Newest first. */
  @Get('syncs/:id/plans')
  @ApiPageResponse(ShownPlan)
  async list(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() page: PageQuery,
  ): Promise<Page<ShownPlan>> {
    await this.syncs.find(workspaceId, id);
    return this.plans.list(workspaceId, id, page);
  }

  @Get('plans/:id')
  read(@By() { workspaceId }: Caller, @Id() id: string): Promise<ShownPlan> {
    return this.plans.read(workspaceId, id);
  }

  @Get('plans/:id/records')
  @ApiPageResponse(ShownPlanRecord)
  records(
    @By() { workspaceId }: Caller,
    @Id() id: string,
    @Query() { action, limit, cursor }: PlanRecordPage,
  ): Promise<Page<ShownPlanRecord>> {
    return this.plans.records(workspaceId, id, action, { limit, cursor });
  }

  /**
   * Does exactly what was planned. A record is read again first, and held as `drifted` where what would be written, or
   * what stands there, is not as planned. 409 for another hash, or after 24 hours; applied again it answers the same run.
   */
  @Post('plans/:id/apply')
  @HttpCode(202)
  apply(@By() { workspaceId }: Caller, @Id() id: string, @Body() { hash }: ApplyPlan): Promise<AppliedPlan> {
    return this.service.apply(workspaceId, id, hash);
  }

  /** Plans the way back from what a run changed. Created records are not deleted; nothing happens before it is applied. */
  @Post('runs/:id/revert')
  @HttpCode(202)
  revert(@By() { workspaceId }: Caller, @Id() id: string): Promise<StartedPlan> {
    return this.service.startRevert(workspaceId, id);
  }
}
