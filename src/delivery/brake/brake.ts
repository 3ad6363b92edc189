import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { row, type Sql } from '../../platform/database/index.js';
import type { Scope } from '../dispatch/delivery.repository.js';
import { RunRepository, type OpenRun } from '../runs/run.repository.js';
import type { BrakeLimits, BrakeState, Sync } from '../syncs/sync.entity.js';
import { judge } from './judge.js';

interface Going {
  readonly sync: Sync;
  readonly scope: Scope;
  readonly run: OpenRun | null;
}

/**
 * Stops a sync before it changes very much of what stands over there. Asked before each send: what a changed mapping or
 * filter puts up for decision counts once, when its version is first sent; what became due counts while it is due and
 * was not let through before. Rows that are tried again, or that a plan names, were seen already.
 */
@Injectable()
export class Brake {
  private readonly logger = new Logger(Brake.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly runs: RunRepository,
    private readonly clock: Clock,
  ) {}

  /** Whether the sync may send; where not, it is stopped and says why. */
  async mayGo({ sync, scope, run }: Going): Promise<boolean> {
    if (scope.take === 'retries' || scope.take === 'plan' || sync.brake === null) return true;
    const { manager } = this.dataSource;
    const affected = await this.affected(manager, sync, sync.brake.records);
    const done = run ? await this.doneBy(manager, run) : 0;
    if (affected === 0 || affected + done <= sync.brake.records) return this.pass(sync, false);
    return this.weigh(sync, sync.brake, done);
  }

  /** Counted in full only where there is much, so that the usual send costs the look at an index. */
  private async weigh(sync: Sync, limits: BrakeLimits, done: number): Promise<boolean> {
    const { manager } = this.dataSource;
    const affected = (await this.affected(manager, sync, null)) + done;
    const existing = await this.existing(manager, sync);
    const verdict = judge(limits, { affected, existing, changed: sync.brakeVersion < sync.version });
    if (verdict === null) return this.pass(sync, true);
    await this.stop(sync, { at: this.clock.now().toISOString(), message: verdict, affected, existing });
    return false;
  }

  /** Lets a sync go on with all that it was stopped before. */
  async release(
    manager: EntityManager,
    { workspaceId, id }: Pick<Sync, 'workspaceId' | 'id'>,
  ): Promise<void> {
    await manager.query(
      `UPDATE sync SET brake_state = NULL, brake_version = version, brake_passed_at = $3
       WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, this.clock.now()],
    );
  }

  private async stop(sync: Sync, state: BrakeState): Promise<void> {
    this.logger.warn(
      `Sync ${sync.id} is stopped by its brake: ${state.affected} of ${state.existing} record(s)`,
    );
    await this.dataSource.transaction(async (manager) => {
      const run = await this.runs.open(manager, sync.workspaceId, sync.id, 'continuous', this.clock.now());
      await this.runs.endPaused(manager, run, state.message);
      await manager.query(`UPDATE sync SET brake_state = $3 WHERE workspace_id = $1 AND id = $2`, [
        sync.workspaceId,
        sync.id,
        JSON.stringify(state),
      ]);
    });
  }

  private async pass({ workspaceId, id, version, brakeVersion }: Sync, wasMuch: boolean): Promise<true> {
    if (brakeVersion >= version && !wasMuch) return true;
    await this.dataSource.query(
      `UPDATE sync SET brake_version = $3, brake_passed_at = CASE WHEN $4 THEN $5 ELSE brake_passed_at END
       WHERE workspace_id = $1 AND id = $2 AND brake_version <= $3`,
      [workspaceId, id, version, wasMuch, this.clock.now()],
    );
    return true;
  }

  /** Records over there that are due or up for a new decision; with a limit no more than one beyond it are counted. */
  private async affected(sql: Sql, sync: Sync, limit: number | null): Promise<number> {
    const most = limit === null ? '' : `LIMIT ${limit + 1}`;
    const outdated =
      sync.brakeVersion >= sync.version
        ? ''
        : `UNION ALL (SELECT 1 FROM delivery WHERE workspace_id = $1 AND sync_id = $2 AND accepted_hash IS NOT NULL
             AND status IN ('delivered', 'held', 'rejected') AND sync_version < ${sync.version} ${most})`;
    const found = await row<{ count: number }>(
      sql,
      `SELECT count(*)::integer AS count FROM (
         (SELECT 1 FROM delivery WHERE workspace_id = $1 AND sync_id = $2 AND accepted_hash IS NOT NULL
            AND status = 'due' AND due_at > coalesce($3, '-infinity'::timestamptz) AND due_at <= $4 ${most})
         ${outdated}
       ) affected`,
      [sync.workspaceId, sync.id, sync.brakePassedAt, this.clock.now()],
    );
    return found?.count ?? 0;
  }

  private async existing(sql: Sql, { workspaceId, id }: Sync): Promise<number> {
    const found = await row<{ count: number }>(
      sql,
      `SELECT count(*)::integer AS count FROM delivery
       WHERE workspace_id = $1 AND sync_id = $2 AND accepted_hash IS NOT NULL AND status <> 'removed'`,
      [workspaceId, id],
    );
    return found?.count ?? 0;
  }

  /** What an open run changed before; it counts as a whole. */
  private async doneBy(sql: Sql, { workspaceId, id }: OpenRun): Promise<number> {
    const found = await row<{ count: number }>(
      sql,
      `SELECT updated + removed AS count FROM run WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id],
    );
    return found?.count ?? 0;
  }
}
