import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { readEnrichmentSettings } from '../../enrichment/index.js';
import { SystemError } from '../../systems/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { DestinationService } from '../destinations/destination.service.js';
import { definitionOf, Sessions } from '../destinations/sessions.js';
import { CandidateQueries } from '../dispatch/candidate.queries.js';
import type { Candidate } from '../planning/candidate.js';
import { plan, type Planned } from '../planning/plan.js';
import { planContext } from '../planning/plan-context.js';
import type { SyncPreview } from './sync.dto.js';
import type { Sync } from './sync.entity.js';
import { SyncService } from './sync.service.js';

/** Records that one preview reads over there. */
export const EXAMINED_AT_MOST = 1_000;
const SAMPLES = 20;

type Action = Planned['action'];
const actions: readonly Action[] = ['create', 'update', 'remove', 'unchanged', 'held', 'rejected', 'unknown'];

/** What a sync would do now, by reading the live system with the code that sends; nothing is written. */
@Injectable()
export class PreviewService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly syncs: SyncService,
    private readonly destinations: DestinationService,
    private readonly sessions: Sessions,
    private readonly candidates: CandidateQueries,
    private readonly clock: Clock,
  ) {}

  /** Of what is due; or of the records of these people or companies alone, whatever their state. */
  async preview(workspaceId: string, syncId: string, only?: readonly string[]): Promise<SyncPreview> {
    const sync = await this.syncs.find(workspaceId, syncId);
    const destination = await this.destinations.find(workspaceId, sync.destinationId);
    const candidates = await this.candidates.upcoming(
      this.dataSource.manager,
      sync,
      definitionOf(destination.type),
      EXAMINED_AT_MOST,
      { only },
    );
    const { planned, apiCalls } = await this.plan(sync, destination, candidates);
    return {
      ...counted(planned),
      examined: candidates.length,
      // More may be due than one preview reads: say so instead of showing a part as the whole.
      complete: candidates.length < EXAMINED_AT_MOST,
      apiCalls,
      samples: actions.flatMap((action) =>
        planned
          .filter((one) => one.action === action)
          .slice(0, SAMPLES)
          .map(sample),
      ),
    };
  }

  /** What cannot be read over there is unknown, never nothing. */
  private async plan(
    sync: Sync,
    destination: Destination,
    candidates: readonly Candidate[],
  ): Promise<{ planned: Planned[]; apiCalls: number }> {
    try {
      const bound = await this.sessions.open(destination);
      const before = bound.session.usage().calls;
      const enrichment = await readEnrichmentSettings(this.dataSource, sync.workspaceId);
      const context = await planContext(sync, bound, this.clock.now(), enrichment, (remoteIds) =>
        this.candidates.owners(this.dataSource.manager, sync, remoteIds),
      );
      const planned = await plan(candidates, context);
      return { planned, apiCalls: bound.session.usage().calls - before };
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return {
        planned: candidates.map((candidate) => ({ candidate, action: 'unknown', error })),
        apiCalls: 0,
      };
    }
  }
}

function counted(planned: readonly Planned[]): Record<Action, number> {
  const count = (action: Action) => planned.filter((one) => one.action === action).length;
  return Object.fromEntries(actions.map((action) => [action, count(action)])) as Record<Action, number>;
}

function sample(planned: Planned) {
  const { candidate, action } = planned;
  const of = {
    ...(candidate.kind === 'person'
      ? { profileId: candidate.profile.id }
      : { accountId: candidate.account.id }),
    action,
  };
  switch (planned.action) {
    case 'create':
      return {
        ...of,
        differences: Object.entries(planned.fields).map(([field, after]) => ({ field, before: null, after })),
      };
    case 'update':
      return {
        ...of,
        remoteId: planned.remoteId,
        adopts: planned.adopted,
        others: planned.others,
        differences: planned.differences,
      };
    case 'remove':
      return {
        ...of,
        remoteId: planned.remoteId,
        reason: { code: planned.code, message: planned.message },
      };
    case 'unchanged':
      return { ...of, remoteId: planned.remoteId };
    case 'held':
      return { ...of, hold: { code: planned.code, message: planned.message } };
    case 'rejected':
      return { ...of, error: planned.failure };
    case 'unknown':
      return { ...of, error: planned.error.failure };
  }
}
