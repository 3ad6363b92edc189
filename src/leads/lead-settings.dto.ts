import { IsInt, IsObject, Max, Min } from 'class-validator';
import { IfGiven } from '../platform/api/index.js';
import type { LeadStage } from './lead-source/index.js';

export class UpdateLeadSettings {
  /** Action code to stage, e.g. `{"PLT":"active"}`. Codes that are not named stay as they are; null restores the default. */
  @IfGiven()
  @IsObject()
  stages?: Record<string, LeadStage | null>;

  /** Minutes within which the same body from the same source is a repeat; 0 takes none for one. */
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(1440)
  repeatMinutes?: number;
}

export class ShownLeadSettings {
  /** Action code to stage. */
  readonly stages!: Readonly<Record<string, LeadStage>>;
  /** Minutes within which the same body from the same source is a repeat; 0 takes none for one. */
  readonly repeatMinutes!: number;
}
