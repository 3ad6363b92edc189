import { IsArray, IsIn, IsISO8601, IsNumber, IsObject, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import { guardNames, ShownEvidence, ShownProfile, STORED_FROM } from '../../profiles/index.js';

export class StartBacktest {
  /** Leads received from then on; without it, from the first. ISO 8601. */
  @IfGiven()
  @IsISO8601({ strict: true })
  from?: string;

  /** And up to then; without it, up to now. */
  @IfGiven()
  @IsISO8601({ strict: true })
  until?: string;

  /** The thresholds to try; without them, those that hold. */
  @IfGiven()
  @IsNumber()
  @Min(STORED_FROM)
  @Max(1)
  autoMerge?: number;

  @IfGiven()
  @IsNumber()
  @Min(STORED_FROM)
  @Max(1)
  review?: number;

  /** Guards to leave out, e.g. `["company_mailboxes"]`. */
  @IfGiven()
  @IsArray()
  @IsIn(guardNames, { each: true, message: `must each be one of ${guardNames.join(', ')}` })
  withoutGuards?: string[];

  /** The model to try, as `tributary match train --out FILE.json` writes it; without it, the one that holds. */
  @IfGiven()
  @IsObject()
  model?: Record<string, unknown>;
}

export class StartedBacktest {
  readonly backtestId!: string;
}

/** The rules that are tried. */
export class BacktestRules {
  readonly autoMerge!: number;
  readonly review!: number;
  readonly withoutGuards!: string[];
}

export class BacktestProgress {
  /** First leads are compared, then people are decided; each counts from nought. */
  readonly phase!: 'waiting' | 'comparing' | 'deciding';
  /** Leads while comparing, people while deciding. */
  readonly total!: number;
  readonly done!: number;
  readonly perSecond!: number | null;
  /** Of this phase. */
  readonly secondsLeft!: number | null;
}

/** That two leads are one person, from 0 to 1. */
export class BacktestProbability {
  readonly now!: number;
  readonly tried!: number;
}

/** One merge that the tried rules would make or would not have made. */
export class BacktestSample {
  readonly kind!: 'gained' | 'lost';
  readonly profileIds!: string[];
  /** These people as they are now. */
  readonly people!: ShownProfile[];
  readonly probability!: BacktestProbability;
  /** The rule that would stop the merge, if one would. */
  readonly guard!: string | null;
  /** Log2 of the odds that any two leads are one person: where the waterfall of the tried model begins. */
  readonly prior!: number;
  readonly evidence!: Omit<ShownEvidence, 'left' | 'right'>[];
}

/** What the tried rules would make of the people whose leads were looked at; while it runs, so far. */
export class BacktestReport {
  readonly profiles!: number;
  /** Two profiles that would be one. */
  readonly mergesGained!: number;
  /** One profile that would be two. */
  readonly mergesLost!: number;
  /** Profiles that would have other leads than they have. */
  readonly profilesTouched!: number;
  /** Records of these in the connected systems. */
  readonly crmRecordsTouched!: number;
  /** Open reviews about these people, and those that there would be. */
  readonly reviewsNow!: number;
  readonly reviewsTried!: number;
}

export class ShownBacktest {
  readonly id!: string;
  readonly status!: 'running' | 'done' | 'failed';
  readonly from!: Date | null;
  readonly until!: Date;
  readonly rules!: BacktestRules;
  readonly modelVersion!: string;
  readonly progress!: BacktestProgress;
  readonly report!: BacktestReport;
  /** Why it failed. */
  readonly message!: string | null;
  readonly createdAt!: Date;
  readonly endedAt!: Date | null;
}

export class ShownBacktestDetail extends ShownBacktest {
  /** Up to 20 gained and 20 lost merges, chosen without regard to what they are. */
  readonly samples!: BacktestSample[];
}
