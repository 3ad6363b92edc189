import { ArrayMaxSize, IsIn, IsString, IsUUID, Matches } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';
import type { Difference } from '../planning/decision.js';
import type { Failure } from '../../systems/index.js';
import { RunProgress } from '../runs/run.dto.js';
import { planActions, type PlanAction } from './plan-content.js';

/** Without any all that a run would come to now, with what a backfill would bring. */
export class MakePlan {
  @IfGiven()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(1_000)
  recordIds?: string[];

  @IfGiven()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(1_000)
  profileIds?: string[];

  @IfGiven()
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(1_000)
  accountIds?: string[];
}

export class StartedPlan {
  readonly planId!: string;
}

export class ApplyPlan {
  /** Must be given: that of the plan that was looked at. */
  @IfGiven()
  @IsString()
  @Matches(/^[0-9a-f]{64}$/, { message: 'must be the hash of the plan' })
  hash?: string;
}

export class AppliedPlan {
  readonly runId!: string;
}

export class PlanRecordPage extends PageQuery {
  @IfGiven()
  @IsIn(planActions)
  action?: PlanAction;
}

/** How many records of each kind. */
export class ShownPlanCounts {
  readonly create!: number;
  readonly update!: number;
  readonly unchanged!: number;
  readonly remove!: number;
  readonly held!: number;
  readonly rejected!: number;
  /** They could not be read over there, so nobody knows; applying leaves them alone. */
  readonly unknown!: number;
}

export class ShownPlanCalls {
  readonly lookUps!: number;
  readonly creates!: number;
  readonly updates!: number;
  readonly removals!: number;
  readonly total!: number;
}

/** What applying takes at most: calls by what they are for, and seconds at the sync's pace. */
export class ShownPlanCost {
  readonly apiCalls!: ShownPlanCalls;
  readonly seconds!: number;
}

export class ShownPlan {
  readonly id!: string;
  readonly syncId!: string;
  /** The run that it takes back; null where it is what the sync would do. */
  readonly revertsRunId!: string | null;
  readonly status!: 'planning' | 'ready' | 'applying' | 'applied' | 'expired';
  readonly counts!: ShownPlanCounts;
  /** Null until all is planned. */
  readonly cost!: ShownPlanCost | null;
  /** SHA-256 over all that is planned; `apply` asks for it. Null until all is planned. */
  readonly hash!: string | null;
  /** Calls that reading took. */
  readonly apiCalls!: number;
  /** Null once all is planned. */
  readonly progress!: PlanProgress | null;
  readonly createdAt!: Date;
  readonly expiresAt!: Date;
  readonly appliedAt!: Date | null;
  /** The run that applies it. */
  readonly runId!: string | null;
  /** When the values in it were forgotten; what was to happen stays. */
  readonly purgedAt!: Date | null;
}

/** Records planned so far, how fast it goes and when it will be through. */
export class PlanProgress extends RunProgress {
  readonly done!: number;
  readonly total!: number;
}

export class ShownHold {
  readonly code!: string;
  readonly message!: string;
}

/** What is to become of one record. */
export class ShownPlanRecord {
  readonly id!: string;
  /** Null where it is no record of the sync yet. */
  readonly recordId!: string | null;
  /** One of the two. */
  readonly profileId!: string | null;
  readonly accountId!: string | null;
  readonly action!: PlanAction;
  readonly remoteId!: string | null;
  /** Whether a record that was there before becomes ours. */
  readonly adopts!: boolean;
  /** `[{field, before, after}]`; null once they were forgotten. */
  readonly differences!: Difference[] | null;
  readonly hold!: ShownHold | null;
  /** Why it is rejected, or could not be read. */
  readonly error!: Failure | null;
  /** What became of it when the plan was applied; `held` with `drift` where it was refused. */
  readonly outcome!: string | null;
  /** `{now: {action, remoteId, differences, …}}`: what it would have come to instead. */
  readonly drift!: object | null;
}
