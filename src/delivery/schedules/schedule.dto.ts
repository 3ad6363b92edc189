import { IsArray, IsIn, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import { weekdays } from './quiet-hours.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export class QuietHoursInput {
  /** Time of the day at which they begin, e.g. `22:00`. */
  @Matches(TIME, { message: '$property must be a time of the day such as 22:00' })
  from!: string;

  /** Time at which they end, e.g. `06:00`; of the next day where it is not later than `from`. */
  @Matches(TIME, { message: '$property must be a time of the day such as 06:00' })
  to!: string;

  /** An IANA name, e.g. `Europe/Paris`. */
  @IsString()
  @Length(1, 64)
  timeZone!: string;

  /** Days on which they begin; all where none are named. */
  @IfGiven()
  @IsArray()
  @IsIn(weekdays, { each: true })
  days?: ('sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat')[];
}

export class PauseSync {
  /** When it goes on by itself; where none is given, when somebody resumes it. */
  @IsOptional()
  @IsISO8601({ strict: true })
  until?: string | null;
}

/** Why a sync sends nothing now. */
export class SyncIdle {
  readonly reason!:
    | 'disabled'
    | 'paused'
    | 'braked'
    | 'destination-disabled'
    | 'needs-sign-in'
    | 'destination-paused'
    | 'quiet-hours'
    | 'share-used'
    | 'not-yet'
    | 'nothing-due';
  readonly message!: string;
  readonly since!: Date;
  /** Null where it lasts until somebody acts or something becomes due. */
  readonly until!: Date | null;
}

/** Scheduled times that passed while nothing ran. */
export class MissedRuns {
  /** The first of them. */
  readonly dueAt!: Date;
  readonly times!: number;
  /** The run that makes up for them. */
  readonly runId!: string;
  readonly startedAt!: Date;
}
