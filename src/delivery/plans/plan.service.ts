import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { badInput, conflict, notFound, refused } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { newId, row } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { DISPATCH } from '../delivery.marker.js';
import { DestinationService } from '../destinations/destination.service.js';
import type { Sync } from '../syncs/sync.entity.js';
import { SyncService } from '../syncs/sync.service.js';
import { Reverts } from '../undo/reverts.js';
import { firstLink } from './plan-content.js';
import { PlanRunRepository } from './plan-run.repository.js';
import { PlanRepository, type PlanSelection, type StoredPlan } from './plan.repository.js';
import { PlanSubjects, type Named } from './plan-subjects.js';
import { PLAN } from './plan.worker.js';

/** What was planned longer ago is not what is there now. */
const GOOD_FOR_MS = 86_400_000;

interface Order {
  readonly selection: PlanSelection;
  readonly revertsRunId: string | null;
  readonly total: number;
}

@Injectable()
export class PlanService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly syncs: SyncService,
    private readonly destinations: DestinationService,
    private readonly subjects: PlanSubjects,
    private readonly plans: PlanRepository,
    private readonly runs: PlanRunRepository,
    private readonly reverts: Reverts,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** Begins a plan of what the sync would do now. */
  async start(workspaceId: string, syncId: string, named: Named): Promise<{ planId: string }> {
    const sync = await this.syncs.find(workspaceId, syncId);
    const selection = await this.subjects.selectionOf(sync, named);
    const total = await this.subjects.count(sync, selection);
    return this.begin(sync, { selection, revertsRunId: null, total });
  }

  /** Begins a plan of the way back from what a run did. */
  async startRevert(workspaceId: string, runId: string): Promise<{ planId: string }> {
    const run = await row<{ syncId: string; ended: boolean }>(
      this.dataSource.manager,
      `SELECT sync_id AS "syncId", ended_at IS NOT NULL AS ended FROM run WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, runId],
    );
    if (!run) throw notFound('run', runId);
    if (!run.ended) throw refused('The run has not ended. Wait for its end, then take it back.');
    const sync = await this.syncs.find(workspaceId, run.syncId);
    const total = await this.reverts.count(workspaceId, runId);
    return this.begin(sync, { selection: {}, revertsRunId: runId, total });
  }

  /** Does what was planned. A plan that is applied already answers its run. */
  async apply(workspaceId: string, id: string, hash: string | undefined): Promise<{ runId: string }> {
    const plan = await this.plans.find(this.dataSource.manager, workspaceId, id);
    if (!plan) throw notFound('plan', id);
    if (hash === undefined) throw badInput([{ path: 'hash', message: 'must be the hash of the plan' }]);
    const sync = await this.syncs.find(workspaceId, plan.syncId);
    const runId = await this.dataSource.transaction(async (manager) => {
      // All plans of a sync wait for each other here, so that one of them is applied at a time.
      await manager.query(`SELECT FROM sync WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`, [
        workspaceId,
        sync.id,
      ]);
      const locked = await this.plans.find(manager, workspaceId, id, 'FOR UPDATE');
      if (!locked) throw notFound('plan', id);
      refuseOther(locked, hash, this.clock.now());
      if (locked.runId !== null) return locked.runId;
      const another = await row(
        manager,
        `SELECT 1 FROM plan WHERE workspace_id = $1 AND sync_id = $2 AND status = 'applying'`,
        [workspaceId, sync.id],
      );
      if (another) throw conflict('Another plan of this sync is being applied. Wait for its run to end.');
      return this.runs.begin(manager, locked, this.clock.now());
    });
    await this.wakeDispatcher(sync);
    return { runId };
  }

  private async begin(sync: Sync, order: Order): Promise<{ planId: string }> {
    const { workspaceId, id: syncId, version: syncVersion } = sync;
    const id = newId();
    const createdAt = this.clock.now();
    await this.plans.insert(this.dataSource.manager, {
      workspaceId,
      id,
      syncId,
      syncVersion,
      ...order,
      chain: firstLink(id, syncId),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + GOOD_FOR_MS),
    });
    await this.queue.wake(PLAN, `${workspaceId}:${id}`);
    return { planId: id };
  }

  private async wakeDispatcher({ workspaceId, destinationId }: Sync): Promise<void> {
    const { organisationKey } = await this.destinations.find(workspaceId, destinationId);
    await this.queue.wake(DISPATCH, organisationKey ?? `destination:${destinationId}`);
  }
}

function refuseOther(plan: StoredPlan, hash: string, now: Date): void {
  if (plan.hash === null && plan.status === 'planning' && plan.expiresAt > now)
    throw conflict('The plan is still being made. Wait until it is ready.');
  if (plan.runId === null && plan.expiresAt <= now)
    throw conflict('The plan has expired: what it was made from is more than 24 hours old. Make a new one.');
  if (plan.hash?.toString('hex') !== hash)
    throw conflict('This is not the hash of the plan. Read the plan again and apply what you have seen.');
}
