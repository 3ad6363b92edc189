import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import {
  notFound,
  pageOf,
  refused,
  uniqueName,
  type Page,
  type PageQuery,
} from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { newId } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { dropSchedule, setSchedule } from '../../platform/scheduling/index.js';
import type { MappingEntry } from '../../systems/index.js';
import { DISPATCH } from '../delivery.marker.js';
import { DestinationService } from '../destinations/destination.service.js';
import type { Pause } from '../destinations/pause.dto.js';
import { Pauses } from '../destinations/pauses.js';
import { definitionOf } from '../destinations/sessions.js';
import { ChildRepository } from '../dispatch/child.repository.js';
import { objectOf } from '../planning/plan-context.js';
import type { Rule } from '../planning/rule.js';
import { RunRepository } from '../runs/run.repository.js';
import { Idleness, neverRan, type SyncActivity } from '../schedules/idleness.js';
import { nextRunAt } from '../schedules/next-run.js';
import { BACKFILL, backfillOf } from './backfill.worker.js';
import { rankOf } from './rank.js';
import { SyncCheck } from './sync-check.js';
import { SyncEstimates } from './sync-estimates.js';
import type { EstimatedSync, ShownSync } from './sync.dto.js';
import { Sync, type BrakeLimits, type LandingSettings, type SyncSchedule } from './sync.entity.js';
import { SyncRepository } from './sync.repository.js';
import { asSoleTarget, refuseAnotherTarget, SyncTargets, type NamedTarget } from './sync-targets.js';

/** The kind of a sync's rows in the schedule. */
export const SYNC_SCHEDULE = 'sync';

export interface SyncInput {
  readonly name: string;
  readonly destinationId: string;
  readonly object: string;
  readonly schedule: SyncSchedule;
  readonly target?: NamedTarget;
  readonly filter?: Rule | null;
  readonly mapping?: MappingEntry[] | null;
  readonly onExit?: 'keep' | 'remove';
  readonly backfill?: 'all' | 'new-only';
  readonly quotaShare?: number | null;
  readonly enabled?: boolean;
  readonly brake?: BrakeLimits | null;
  readonly landing?: LandingSettings | null;
}

@Injectable()
export class SyncService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly destinations: DestinationService,
    private readonly checks: SyncCheck,
    private readonly targets: SyncTargets,
    private readonly children: ChildRepository,
    private readonly pauses: Pauses,
    private readonly idleness: Idleness,
    private readonly estimates: SyncEstimates,
    private readonly syncs: SyncRepository,
    private readonly runs: RunRepository,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** The answer says how many records the sync would send and what that costs, before it is enabled. */
  async create(workspaceId: string, input: SyncInput): Promise<EstimatedSync> {
    const destination = await this.checks.check(workspaceId, input, true);
    const object = objectOf(definitionOf(destination.type), input.object);
    const { target, soleTarget } = await this.targets.resolve(destination, object, input.target);
    const sync = this.dataSource.getRepository(Sync).create({
      workspaceId,
      id: newId(),
      destinationId: destination.id,
      name: input.name,
      object: object.name,
      recordKind: object.recordKind,
      rank: rankOf(definitionOf(destination.type), object.name),
      target,
      soleTarget,
      filter: input.filter ?? null,
      mapping: input.mapping ?? null,
      onExit: input.onExit ?? 'keep',
      schedule: input.schedule,
      backfill: input.backfill ?? 'all',
      backfillState: input.backfill === 'new-only' ? 'done' : input.enabled ? 'running' : 'waiting',
      quotaShare: input.quotaShare ?? null,
      pausedAt: null,
      pausedUntil: null,
      enabled: input.enabled ?? false,
      version: 1,
      intervalSeconds: 1,
      nextSendAt: this.clock.now(),
      ...(input.brake !== undefined && { brake: input.brake }),
      ...(input.landing !== undefined && { landing: input.landing }),
    });
    await this.save(sync, (manager) => manager.save(sync));
    return {
      ...(await this.read(workspaceId, sync.id)),
      estimate: await this.estimates.estimate(sync, destination),
    };
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownSync>> {
    const read = await this.dataSource.getRepository(Sync).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    const shown = await this.showAll(workspaceId, read);
    return pageOf(shown, limit, (sync) => sync);
  }

  async read(workspaceId: string, id: string): Promise<ShownSync> {
    const sync = await this.find(workspaceId, id);
    const [shown] = await this.showAll(workspaceId, [sync]);
    if (!shown) throw notFound('sync', id);
    return shown;
  }

  async find(workspaceId: string, id: string): Promise<Sync> {
    const sync = await this.dataSource.getRepository(Sync).findOneBy({ workspaceId, id });
    if (!sync) throw notFound('sync', id);
    return sync;
  }

  /** What the change of a mapping or filter means for records that were sent is decided record by record. */
  async update(workspaceId: string, id: string, given: Partial<SyncInput>): Promise<EstimatedSync> {
    const before = await this.find(workspaceId, id);
    const { target, ...change } = given;
    refuseAnotherTarget(before, target);
    const after = this.dataSource.getRepository(Sync).create({ ...before, ...change });
    const isNewlyUsed = change.mapping !== undefined || (change.enabled === true && !before.enabled);
    const destination = await this.checks.check(workspaceId, after, isNewlyUsed);
    if (change.destinationId !== undefined && change.destinationId !== before.destinationId) {
      throw refused('A sync stays with its destination. Make a new sync for another one.');
    }
    const remapped =
      change.mapping !== undefined || change.filter !== undefined || change.object !== undefined;
    if (change.object !== undefined && change.object !== before.object)
      throw refused('A sync stays with its object.');
    await this.save(after, async (manager) => {
      // Locked, so that what dispatch and another change write at this moment is not taken back.
      const where = { workspaceId, id };
      const stored = await manager.findOneOrFail(Sync, { where, lock: { mode: 'pessimistic_write' } });
      const version = stored.version + (remapped ? 1 : 0);
      const begins = after.enabled && stored.backfillState === 'waiting';
      // What it waits for may not hold any more.
      const isOtherwisePaced = change.schedule !== undefined || change.quotaShare !== undefined;
      const paced = isOtherwisePaced && { nextSendAt: this.clock.now() };
      await manager.save(
        Object.assign(stored, change, { version }, begins && { backfillState: 'running' }, paced),
      );
    });
    return {
      ...(await this.read(workspaceId, id)),
      estimate: await this.estimates.estimate(after, destination),
    };
  }

  /** Stops it and forgets what it sent. What was written over there stays, and is recognised again by its key. */
  async delete(workspaceId: string, id: string): Promise<void> {
    const { destinationId } = await this.find(workspaceId, id);
    await this.dataSource.transaction(async (manager) => {
      await dropSchedule(manager, SYNC_SCHEDULE, id);
      await manager.delete(Sync, { workspaceId, id });
      await this.children.releaseAll(manager, workspaceId, destinationId);
    });
  }

  /** Sends everything that is due now. While a run is open, it is answered instead of a second one. */
  async run(workspaceId: string, id: string): Promise<{ runId: string }> {
    const sync = await this.find(workspaceId, id);
    if (!sync.enabled) throw refused('The sync is disabled. Enable it first; a preview works without that.');
    if (sync.brakeState) throw refused(sync.brakeState.message);
    const run = await this.runs.open(this.dataSource.manager, workspaceId, id, 'manual', this.clock.now());
    await this.syncs.putOff(sync, this.clock.now());
    await this.wake(sync);
    return { runId: run.id };
  }

  private async save(sync: Sync, write: (manager: EntityManager) => Promise<unknown>): Promise<void> {
    await uniqueName('sync', sync.name, () =>
      asSoleTarget(sync.target, () =>
        this.dataSource.transaction(async (manager) => {
          // What is being marked due for the syncs that there were is committed before this one begins its backfill.
          await manager.query(`SELECT FROM workspace WHERE id = $1 FOR NO KEY UPDATE`, [sync.workspaceId]);
          await write(manager);
          await this.saveSchedule(manager, sync);
          if (sync.enabled) return;
          await this.runs.endOf(manager, sync.workspaceId, sync.id, 'The sync was disabled.');
          await this.children.releaseAll(manager, sync.workspaceId, sync.destinationId);
        }),
      ),
    );
    if (sync.enabled) await this.wake(sync);
  }

  private async saveSchedule(
    manager: EntityManager,
    { workspaceId, id, schedule, enabled }: Sync,
  ): Promise<void> {
    if (schedule.mode === 'cron' && enabled) {
      await setSchedule(manager, { kind: SYNC_SCHEDULE, subjectId: id, workspaceId }, schedule);
    } else await dropSchedule(manager, SYNC_SCHEDULE, id);
  }

  private async wake(sync: Sync): Promise<void> {
    const { workspaceId, destinationId } = sync;
    const { organisationKey } = await this.destinations.find(workspaceId, destinationId);
    await this.queue.wake(BACKFILL, backfillOf(sync));
    await this.queue.wake(DISPATCH, organisationKey ?? `destination:${destinationId}`);
  }

  private async showAll(workspaceId: string, syncs: readonly Sync[]): Promise<ShownSync[]> {
    const destinationIds = syncs.map(({ destinationId }) => destinationId);
    const pauses = await this.pauses.inForce(workspaceId, destinationIds);
    const idleness = await this.idleness.of(workspaceId, syncs);
    return syncs.map((sync) =>
      this.show(sync, pauses.get(sync.destinationId) ?? null, idleness.get(sync.id) ?? neverRan),
    );
  }

  private show(sync: Sync, pause: Pause | null, ran: SyncActivity): ShownSync {
    const { id, name, destinationId, object, recordKind, target, filter, mapping, onExit, schedule } = sync;
    const { backfill, enabled } = sync;
    return {
      id,
      name,
      destinationId,
      object,
      recordKind,
      target,
      filter,
      mapping,
      onExit,
      schedule,
      backfill,
      enabled,
      pace:
        schedule.mode === 'cron'
          ? null
          : { intervalSeconds: sync.intervalSeconds, nextSendAt: sync.nextSendAt },
      brake: sync.brake,
      brakeState: sync.brakeState,
      landing: sync.landing,
      pause,
      ...ran,
      quotaShare: sync.quotaShare,
      nextRunAt: nextRunAt(sync, this.clock.now()),
      createdAt: sync.createdAt,
      updatedAt: sync.updatedAt,
    };
  }
}
