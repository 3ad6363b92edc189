import { IsUUID } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';

export class RunPage extends PageQuery {
  @IfGiven()
  @IsUUID()
  syncId?: string;
}

/** What of a run was read back over there, and what of it had not landed. */
export class RunLanding {
  readonly checked!: number;
  readonly findings!: number;
  /** Calls that reading back took, which no other count has. */
  readonly apiCalls!: number;
  /** Why nothing was read back. */
  readonly skipped!: string | null;
  readonly at!: string;
}

/** `received` = delivered + unchanged + held + rejected + waiting + accepted + unknown; `delivered` = created + updated + removed. */
export class RunSummary {
  readonly id!: string;
  readonly syncId!: string;
  readonly trigger!: 'continuous' | 'schedule' | 'manual' | 'retry' | 'plan';
  /** The plan that it applies. */
  readonly planId!: string | null;
  readonly startedAt!: Date;
  readonly endedAt!: Date | null;
  readonly status!: 'running' | 'done' | 'failed' | 'paused';
  /** Why it is paused or failed, or that it began late. */
  readonly message!: string | null;
  readonly received!: number;
  readonly delivered!: number;
  readonly created!: number;
  readonly updated!: number;
  readonly removed!: number;
  readonly unchanged!: number;
  readonly held!: number;
  readonly rejected!: number;
  readonly waiting!: number;
  readonly accepted!: number;
  readonly unknown!: number;
  readonly apiCalls!: number;
  /** Scheduled times that passed without a run, for which it makes up; 0 where it began on time. */
  readonly missed!: number;
  /** Null until it was looked at. */
  readonly landing!: RunLanding | null;
}

/** What is still to be sent, how fast it goes and when it will be through. */
export class RunProgress {
  readonly left!: number;
  readonly recordsPerSecond!: number;
  readonly secondsLeft!: number | null;
}

export class ShownRun extends RunSummary {
  /** Null when the run has ended. */
  readonly progress!: RunProgress | null;
}
