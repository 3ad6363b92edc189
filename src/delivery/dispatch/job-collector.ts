import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/group-by.js';
import {
  operationOfJob,
  SystemError,
  type JobProgress,
  type JobRecord,
  type Verdict,
} from '../../systems/index.js';
import { Destination } from '../destinations/destination.entity.js';
import { Sessions, type BoundSession } from '../destinations/sessions.js';
import { onBehalfOf } from '../quota/spender.js';
import { RunRepository } from '../runs/run.repository.js';
import { Sync } from '../syncs/sync.entity.js';
import { Interrupter } from './interrupter.js';
import { interruptionBy } from './interruption.js';
import { JobRepository, type AcceptedRecord, type OpenJob } from './job.repository.js';
import { outcomeOf } from './outcome.js';
import { OutcomeWriter } from './outcome-writer.js';
import { Pace } from './pace.js';
import type { PreparedWrite } from './prepared.js';
import { sendContext } from './send-context.js';

/** A job that nothing could be learned of is asked about again after so many seconds. */
const ASK_AGAIN_SECONDS = 60;

/** Asks what became of records that a vendor took into a job, and writes it down as if they had been sent just now. */
@Injectable()
export class JobCollector {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly jobs: JobRepository,
    private readonly sessions: Sessions,
    private readonly runs: RunRepository,
    private readonly outcomes: OutcomeWriter,
    private readonly interrupter: Interrupter,
    private readonly pace: Pace,
    private readonly clock: Clock,
  ) {}

  nextAt(organisationKey: string): Promise<Date | null> {
    return this.jobs.nextAt(this.dataSource.manager, organisationKey, this.clock.now());
  }

  /** Asks about the jobs of an organisation that are to be asked about, until it cannot be used any more. */
  async collect(organisationKey: string): Promise<void> {
    const due = await this.jobs.due(this.dataSource.manager, organisationKey, this.clock.now());
    for (const job of due) {
      if (!(await this.collectOne(job))) return;
    }
  }

  private async collectOne(job: OpenJob): Promise<boolean> {
    const { manager } = this.dataSource;
    const sync = await manager.findOneByOrFail(Sync, { workspaceId: job.workspaceId, id: job.syncId });
    const destination = await manager.findOneByOrFail(Destination, {
      workspaceId: job.workspaceId,
      id: sync.destinationId,
    });
    // Whatever happens meanwhile, it is not asked about again at once.
    await this.jobs.putOff(manager, job, this.inSeconds(ASK_AGAIN_SECONDS));
    try {
      const bound = await this.sessions.open(destination);
      await onBehalfOf(sync.id, () => this.ask(job, sync, bound));
      return true;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      await this.interrupter.interrupt(destination, interruptionBy(error));
      return false;
    }
  }

  private async ask(job: OpenJob, sync: Sync, bound: BoundSession): Promise<void> {
    const { session, definition } = bound;
    if (!session.collect) throw new Error(`${definition.title} does not tell what became of its jobs.`);
    const records = await this.jobs.records(this.dataSource.manager, job);
    const place = { object: sync.object, target: sync.target };
    const progress = await session.collect(place, job.job, records.map(asked));
    const calls = this.pace.takeCalls(session);
    await this.pace.spend(bound, calls);
    const [first] = records;
    if (first) await this.runs.addCalls(this.dataSource.manager, sync.workspaceId, first.runId, calls);
    const verdicts = allOf(progress, records, definition.limits.longestProcessingSeconds);
    for (const [runId, some] of groupBy(records, (record) => record.runId)) {
      const now = this.clock.now();
      const told = some.flatMap((record) => {
        const verdict = verdicts.get(record.id);
        return verdict ? outcomeOf(writeOf(record), verdict, now) : [];
      });
      await this.outcomes.record(sendContext(sync, definition, runId, null), told);
    }
    if (progress.state === 'pending')
      await this.jobs.putOff(this.dataSource.manager, job, this.inSeconds(progress.askAgainAfter));
  }

  private inSeconds(seconds: number): Date {
    return new Date(this.clock.now().getTime() + seconds * 1_000);
  }
}

/** A job that is through and says nothing of a record may have done it: it is looked up. */
function allOf(
  { state, verdicts }: JobProgress,
  records: readonly AcceptedRecord[],
  lookUpAfter: number,
): ReadonlyMap<string, Verdict> {
  if (state === 'pending') return verdicts;
  const untold: Verdict = {
    verdict: 'unknown',
    lookUpAfter,
    code: 'not-in-job-result',
    message: 'The job ended, and its result says nothing of this record.',
    field: null,
    advice: 'Nothing: it is looked up and then decided.',
    whoActs: 'vendor',
  };
  return new Map(records.map(({ id }) => [id, verdicts.get(id) ?? untold]));
}

function asked({ id, operation, key, remoteId, fields, acceptedAt }: AcceptedRecord): JobRecord {
  return { id, operation, key, remoteId, fields, acceptedAt };
}

function writeOf(record: AcceptedRecord): PreparedWrite {
  const { recordId, key, hash } = record;
  const operation = operationOfJob(record);
  return {
    delivery: record,
    recordId,
    intendedAs: recordId,
    key,
    operation,
    hash,
    standing: {},
    adopted: false,
    note: null,
    before: null,
  };
}
