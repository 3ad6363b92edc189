import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { fence, type Lease } from '../../platform/database/index.js';
import { SystemError, type LookUpAnswer } from '../../systems/index.js';
import { Destination } from '../destinations/destination.entity.js';
import { Sessions, type BoundSession } from '../destinations/sessions.js';
import { Pace } from '../dispatch/pace.js';
import { onBehalfOf } from '../quota/spender.js';
import { Sync } from '../syncs/sync.entity.js';
import { compare } from './compare.js';
import {
  LandingRepository,
  type LandingResult,
  type SentRecord,
  type UnprovedRun,
} from './landing.repository.js';

/** All that a job wrote is read back, up to so many. */
const ALL_OF_A_JOB = 5_000;

/** Reads some of what a run wrote back and compares it, field by field, with what was sent. */
@Injectable()
export class LandingProof {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly landings: LandingRepository,
    private readonly sessions: Sessions,
    private readonly pace: Pace,
    private readonly clock: Clock,
  ) {}

  async prove(run: UnprovedRun, lease: Lease): Promise<void> {
    const { manager } = this.dataSource;
    const unproved = await this.landings.unproved(manager, run);
    if (!unproved) return;
    const { workspaceId } = run;
    const sync = await manager.findOneByOrFail(Sync, { workspaceId, id: unproved.syncId });
    if (sync.landing === null) return;
    const wanted = unproved.byJob ? Math.min(unproved.written, ALL_OF_A_JOB) : sync.landing.records;
    const records = await this.landings.sample(manager, run, unproved.written, wanted);
    const result = await onBehalfOf(sync.id, () => this.readBack(sync, records));
    await this.dataSource.transaction(async (transaction) => {
      await fence(transaction, lease);
      await this.landings.store(transaction, run, result, this.clock.now());
    });
  }

  private async readBack(sync: Sync, records: readonly SentRecord[]): Promise<LandingResult> {
    if (records.length === 0) return skipped('All that the run wrote was written again since.');
    const { workspaceId, destinationId } = sync;
    const destination = await this.dataSource.manager.findOneByOrFail(Destination, {
      workspaceId,
      id: destinationId,
    });
    try {
      const bound = await this.sessions.open(destination);
      if ((await this.pace.affordable(sync, bound, 1)) === 0)
        return skipped('There were too few API calls left to read anything back.');
      return await this.compareAll(sync, bound, records);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      return skipped(`It could not be read back. ${error.message}`);
    }
  }

  private async compareAll(
    sync: Sync,
    bound: BoundSession,
    records: readonly SentRecord[],
  ): Promise<LandingResult> {
    const { session, definition } = bound;
    const place = { object: sync.object, target: sync.target };
    const callsBefore = session.usage().calls;
    const answers = new Map<string, LookUpAnswer>();
    try {
      for (let start = 0; start < records.length; start += definition.limits.lookUpBatch) {
        const some = records.slice(start, start + definition.limits.lookUpBatch);
        for (const [id, answer] of await session.lookUp(place, some.map(requestFor))) answers.set(id, answer);
      }
    } finally {
      await this.pace.spend(bound, session.usage().calls - callsBefore);
    }
    const findings = records.flatMap(({ deliveryId, remoteId, sent }) =>
      compare(remoteId, sent, answers.get(deliveryId)).map((finding) => ({
        ...finding,
        deliveryId,
        remoteId,
      })),
    );
    const apiCalls = session.usage().calls - callsBefore;
    return { checked: records.length, findings, apiCalls, skipped: null };
  }
}

function requestFor({ deliveryId, remoteId, sent }: SentRecord) {
  return { id: deliveryId, remoteIds: [remoteId], fields: Object.keys(sent) };
}

function skipped(reason: string): LandingResult {
  return { checked: 0, findings: [], apiCalls: 0, skipped: reason };
}
