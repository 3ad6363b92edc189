import { IsObject } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import type { SurvivorshipRules } from '../../profiles/index.js';

export class UpdateProfileSettings {
  /**
   * By group of fields `{rule}`, where `rule` is `most-recent`, `longest-standing`, `most-complete` or, with
   * `sources`, `source-priority`: `{"company":{"rule":"source-priority","sources":[id,…]}}`. Groups that are not
   * named stay as they are; null restores the default.
   */
  @IfGiven()
  @IsObject()
  survivorship?: Record<string, unknown>;
}

export class ShownProfileSettings {
  /** The rule of each group of fields. */
  readonly survivorship!: SurvivorshipRules;
  /** The refold under way, by which changed rules come to hold for everybody; null when all is settled. */
  readonly refoldId!: string | null;
}

/** People being folded anew after a change of rules. */
export class ShownRefold {
  readonly id!: string;
  /** `superseded` when rules changed again before it ended. */
  readonly status!: 'running' | 'done' | 'superseded';
  /** People there were when it began, those folded anew so far, and those of them of whom a value changed. */
  readonly total!: number;
  readonly done!: number;
  readonly changed!: number;
  readonly secondsLeft!: number | null;
  readonly createdAt!: Date;
  readonly endedAt!: Date | null;
}
