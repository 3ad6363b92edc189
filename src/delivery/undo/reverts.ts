import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { rows } from '../../platform/database/index.js';
import { groupBy } from '../../platform/group-by.js';
import { SystemError, type LookUpAnswer, type SystemDefinition } from '../../systems/index.js';
import { CandidateQueries } from '../dispatch/candidate.queries.js';
import type { Candidate } from '../planning/candidate.js';
import { parentIds } from '../planning/parents.js';
import type { PlanContext, Planned } from '../planning/plan.js';
import type { Sync } from '../syncs/sync.entity.js';
import { remoteIdOf, revert, wholeChanges, type RunDeed } from './revert.js';

const CHANGED = `outcome IN ('created', 'updated', 'removed')`;
const nothingFound: LookUpAnswer = { candidates: [], missing: [] };

/** The records that a run changed, and the way back for them. */
@Injectable()
export class Reverts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly candidates: CandidateQueries,
  ) {}

  async count(workspaceId: string, runId: string): Promise<number> {
    const [found] = await rows<{ count: number }>(
      this.dataSource.manager,
      `SELECT count(DISTINCT delivery_id)::integer AS count FROM delivery_log
       WHERE workspace_id = $1 AND run_id = $2 AND ${CHANGED}`,
      [workspaceId, runId],
    );
    return found?.count ?? 0;
  }

  /** Up to `limit` records behind one. */
  async next(
    runId: string,
    sync: Sync,
    definition: SystemDefinition,
    after: string | null,
    limit: number,
  ): Promise<{ readonly candidates: readonly Candidate[]; readonly lastId: string | null }> {
    const found = await rows<{ id: string }>(
      this.dataSource.manager,
      `SELECT DISTINCT delivery_id AS id FROM delivery_log
       WHERE workspace_id = $1 AND run_id = $2 AND ${CHANGED} AND ($3::uuid IS NULL OR delivery_id > $3)
       ORDER BY delivery_id LIMIT $4`,
      [sync.workspaceId, runId, after, limit],
    );
    const recordIds = found.map(({ id }) => id);
    if (recordIds.length === 0) return { candidates: [], lastId: null };
    const { manager } = this.dataSource;
    const candidates = await this.candidates.ofDeliveries(manager, sync, definition, recordIds);
    return { candidates, lastId: recordIds.at(-1) ?? null };
  }

  /** The way back, by reading what stands there now. */
  async planned(
    deeds: ReadonlyMap<string, readonly RunDeed[]>,
    candidates: readonly Candidate[],
    context: PlanContext,
  ): Promise<Planned[]> {
    const answers = await this.lookUp(deeds, candidates, context);
    return candidates.map((candidate) =>
      answers instanceof SystemError
        ? { candidate, action: 'unknown', error: answers }
        : revert(candidate, deeds.get(candidate.id) ?? [], {
            answer: answers.get(candidate.id) ?? nothingFound,
            parents: parentIds(candidate, context.parents),
            isMembership: context.place.target !== null,
          }),
    );
  }

  /** What a run did to these records, by the record's id. */
  async deedsOf(
    workspaceId: string,
    runId: string,
    candidates: readonly Candidate[],
  ): Promise<ReadonlyMap<string, readonly RunDeed[]>> {
    const found = await rows<RunDeed & { deliveryId: string }>(
      this.dataSource.manager,
      `SELECT delivery_id AS "deliveryId", outcome, remote_id AS "remoteId", changes FROM delivery_log
       WHERE workspace_id = $1 AND run_id = $2 AND outcome IN ('created', 'updated', 'removed', 'accepted')
         AND delivery_id = ANY($3::uuid[])
       ORDER BY id`,
      [workspaceId, runId, candidates.map(({ id }) => id)],
    );
    return groupBy(found, ({ deliveryId }) => deliveryId);
  }

  private async lookUp(
    deeds: ReadonlyMap<string, readonly RunDeed[]>,
    candidates: readonly Candidate[],
    { session, place, lookUpBatch }: PlanContext,
  ): Promise<ReadonlyMap<string, LookUpAnswer> | SystemError> {
    const requests = candidates.flatMap(({ id, ours }) => {
      const own = deeds.get(id) ?? [];
      const fields = wholeChanges(own).map(({ field }) => field);
      const remoteId = remoteIdOf(own) ?? ours?.remoteId ?? null;
      return fields.length > 0 && remoteId !== null ? [{ id, remoteIds: [remoteId], fields }] : [];
    });
    const answers = new Map<string, LookUpAnswer>();
    try {
      for (let start = 0; start < requests.length; start += lookUpBatch) {
        const some = await session.lookUp(place, requests.slice(start, start + lookUpBatch));
        for (const [id, answer] of some) answers.set(id, answer);
      }
      return answers;
    } catch (error) {
      if (error instanceof SystemError) return error;
      throw error;
    }
  }
}
