import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Destination } from '../destinations/destination.entity.js';
import { ordinary, type Orders } from '../dispatch/orders.js';
import type { Send } from '../dispatch/sync-sender.js';
import { Sync } from '../syncs/sync.entity.js';
import { RevertOrders } from '../undo/revert-orders.js';
import { Reverts } from '../undo/reverts.js';
import { PlanOrders } from './plan-orders.js';
import { PlanRepository, type StoredPlan } from './plan.repository.js';
import { PlanRunRepository, type PlanToSend } from './plan-run.repository.js';

/** What the dispatcher of an organisation sends of plans that are being applied. */
@Injectable()
export class PlanRuns {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly plans: PlanRepository,
    private readonly runs: PlanRunRepository,
    private readonly reverts: Reverts,
    private readonly clock: Clock,
  ) {}

  async ready(subject: string): Promise<Send[]> {
    const toSend = await this.runs.toSend(this.dataSource.manager, subject, this.clock.now());
    const sends: Send[] = [];
    for (const one of toSend) sends.push(await this.sendOf(one));
    return sends;
  }

  private async sendOf(one: PlanToSend): Promise<Send> {
    const { manager } = this.dataSource;
    const { workspaceId, planId, syncId, run } = one;
    const plan = await this.plans.find(manager, workspaceId, planId);
    if (!plan) throw new Error(`The plan ${planId} that is being applied is not there.`);
    const sync = await manager.findOneByOrFail(Sync, { workspaceId, id: syncId });
    await this.runs.makeRows(manager, one, sync.recordKind, this.clock.now());
    const destination = await manager.findOneByOrFail(Destination, { workspaceId, id: sync.destinationId });
    return {
      sync,
      destination,
      run,
      scope: { take: 'plan', planId },
      orders: () => this.ordersOf(one, plan),
      end: async () => void (await this.runs.endIfDone(manager, one, this.clock.now())),
    };
  }

  private ordersOf(one: PlanToSend, plan: StoredPlan): Orders {
    const { revertsRunId, workspaceId } = plan;
    const inner =
      revertsRunId === null ? ordinary : new RevertOrders(this.reverts, workspaceId, revertsRunId);
    return new PlanOrders(this.runs, this.dataSource.manager, one, inner);
  }
}
