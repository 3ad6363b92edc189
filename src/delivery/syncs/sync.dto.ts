import { PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import type { MappingEntry, Target } from '../../systems/index.js';
import { Pause } from '../destinations/pause.dto.js';
import type { Rule } from '../planning/rule.js';
import { MissedRuns, QuietHoursInput, SyncIdle } from '../schedules/schedule.dto.js';
import type { SyncSchedule } from './sync.entity.js';

export class Schedule {
  @IsIn(['continuous', 'cron'])
  mode!: 'continuous' | 'cron';

  /** With `cron`: five fields, e.g. `0 6 * * *`. */
  @ValidateIf(({ mode }: Schedule) => mode === 'cron')
  @IsString()
  @Length(9, 100)
  cron?: string;

  /** With `cron`: an IANA name, e.g. `Europe/Paris`. */
  @ValidateIf(({ mode }: Schedule) => mode === 'cron')
  @IsString()
  @Length(1, 64)
  timeZone?: string;

  /** Nothing is sent in them; a time of the schedule that lies in them is made up for when they end. */
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => QuietHoursInput)
  quietHours?: QuietHoursInput;
}

export class Brake {
  /** From 0 to 1, of the records that exist over there. */
  @IsNumber()
  @Min(0)
  @Max(1)
  share!: number;

  @IsInt()
  @Min(0)
  records!: number;
}

export class Landing {
  /** How many of a run are read back; all of a job. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  records!: number;

  /** How long after it, so that automation over there has run. */
  @IsInt()
  @Min(0)
  @Max(86_400)
  afterSeconds!: number;
}

/** Why a sync was stopped before it sent, until a plan is applied or the brake is released. */
export class ShownBrakeState {
  readonly at!: string;
  readonly message!: string;
  /** Records over there that a run would have updated, excluded or removed, at most. */
  readonly affected!: number;
  readonly existing!: number;
}

export class SyncTarget {
  @IfGiven()
  @IsString()
  @Length(1, 255)
  id?: string;

  @IfGiven()
  @IsString()
  @Length(1, 255)
  name?: string;
}

export class CreateSync {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsUUID()
  destinationId!: string;

  /** An object of the destination's type, e.g. `lead`. */
  @IsString()
  @Length(1, 50)
  object!: string;

  @IsObject()
  @ValidateNested()
  @Type(() => Schedule)
  schedule!: Schedule;

  /** The list or campaign over there, by its id or name, where the object has one; it stays the same. */
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => SyncTarget)
  target?: SyncTarget;

  /** A rule over the record's own fields; who does not satisfy it is held. Null takes everybody. */
  @IsOptional()
  @IsObject()
  filter?: Rule | null;

  /** Entries `{from, to, transform?, write?}`. Null takes the default mapping of the object. */
  @IsOptional()
  @IsArray()
  mapping?: MappingEntry[] | null;

  /** `remove` takes whom the filter leaves out off a list or campaign; nothing else is ever deleted over there. */
  @IfGiven()
  @IsIn(['keep', 'remove'])
  onExit?: 'keep' | 'remove';

  /** `new-only` starts with what arrives from now on. */
  @IfGiven()
  @IsIn(['all', 'new-only'])
  backfill?: 'all' | 'new-only';

  /** From 0 to 1: the part of the organisation's calls of a day that it may make. Null shares them evenly. */
  @IsOptional()
  @IsNumber()
  @Min(0.001)
  @Max(1)
  quotaShare?: number | null;
  /** A run that would change more of what exists over there than both stops. Default 0.2 and 1,000; null lets all go. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Brake)
  brake?: Brake | null;

  /** How many records of a run are read back, to see that they landed. Default 20 after 60 s; null reads none back. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Landing)
  landing?: Landing | null;

  /** Default false: the answer tells what enabling it would send. A disabled sync keeps what becomes due and sends it later. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export class UpdateSync extends PartialType(CreateSync, { skipNullProperties: false }) {}

export class SyncPace {
  readonly intervalSeconds!: number;
  readonly nextSendAt!: Date;
}

export class ShownSync {
  readonly id!: string;
  readonly name!: string;
  readonly destinationId!: string;
  readonly object!: string;
  readonly recordKind!: 'person' | 'account';
  /** As it was found over there. */
  readonly target!: Target | null;
  readonly filter!: Rule | null;
  /** Null takes the default mapping. */
  readonly mapping!: MappingEntry[] | null;
  readonly onExit!: 'keep' | 'remove';
  /** `{"mode":"continuous"}` or `{"mode":"cron","cron":…,"timeZone":…}`, either with `quietHours`. */
  readonly schedule!: SyncSchedule;
  readonly backfill!: 'all' | 'new-only';
  readonly enabled!: boolean;
  /** How a continuous sync sends now, to stay within its share of the organisation's calls. */
  readonly pace!: SyncPace | null;
  /** Why nothing is sent now; null while it can be. */
  readonly pause!: Pause | null;
  /** Why nothing is sent now, also where that is as it should be; null while something is. */
  readonly idle!: SyncIdle | null;
  /** Null shares the organisation's calls evenly. */
  readonly quotaShare!: number | null;
  readonly brake!: Brake | null;
  /** Null while the sync may send. */
  readonly brakeState!: ShownBrakeState | null;
  readonly landing!: Landing | null;
  /** When a scheduled sync runs next. */
  readonly nextRunAt!: Date | null;
  /** When it last began to send. */
  readonly lastRunAt!: Date | null;
  /** The last time that its schedule was missed. */
  readonly missed!: MissedRuns | null;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}

export class EstimatedCalls {
  readonly lookUps!: number;
  readonly writes!: number;
}

/** What enabling a sync would send and cost. */
export class SyncEstimate {
  /** Records that would be sent, without those that policy holds or the filter leaves out. */
  readonly records!: number;
  readonly apiCalls!: EstimatedCalls;
  /** The organisation's calls a day, as it last said, or as small organisations have. */
  readonly ofDailyCalls!: number;
  /** Texts for people, e.g. that the filter is not counted. */
  readonly notes!: string[];
}

export class EstimatedSync extends ShownSync {
  readonly estimate!: SyncEstimate;
}

/** What a run would do now. */
export class SyncPreview {
  readonly create!: number;
  readonly update!: number;
  /** Taken off the list or campaign. */
  readonly remove!: number;
  readonly unchanged!: number;
  readonly held!: number;
  readonly rejected!: number;
  readonly unknown!: number;
  /** Records that were looked at, and whether these were all. */
  readonly examined!: number;
  readonly complete!: boolean;
  readonly apiCalls!: number;
  /** Some records of each kind: `{profileId|accountId, action, remoteId?, adopts?, others?, differences?: [{field, before, after}], hold?, error?}`. */
  readonly samples!: object[];
}

export class StartedRun {
  readonly runId!: string;
}
