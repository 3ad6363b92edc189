import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, IsUUID, MaxLength, ValidateNested } from 'class-validator';
import { leadEventStatuses, type LeadEventStatus } from '../leads/index.js';
import { IfGiven } from '../platform/api/index.js';

export class ReplayFilter {
  @IfGiven()
  @IsUUID()
  sourceId?: string;

  @IfGiven()
  @IsIn(leadEventStatuses)
  status?: LeadEventStatus;

  @IfGiven()
  @IsString()
  @MaxLength(320)
  email?: string;

  @IfGiven()
  @IsUUID()
  profileId?: string;

  @IfGiven()
  @IsString()
  @MaxLength(200)
  externalId?: string;
}

export class StartReplay {
  /** Which leads to read again, as in `GET /lead-events`; `{}` for all. */
  @IsObject()
  @ValidateNested()
  @Type(() => ReplayFilter)
  filter!: ReplayFilter;
}

export class StartedReplay {
  readonly replayId!: string;
}

/** A replay under way or done. */
export class ShownReplay {
  readonly id!: string;
  readonly filter!: ReplayFilter;
  readonly status!: 'running' | 'done';
  /** Leads to read again, and those read again so far. */
  readonly total!: number;
  readonly done!: number;
  readonly secondsLeft!: number | null;
  readonly createdAt!: Date;
  readonly endedAt!: Date | null;
}
