import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';

export const actors = ['admin', 'sales-ops', 'vendor', 'us'] as const;
export type Actor = (typeof actors)[number];

export class FailurePage extends PageQuery {
  @IfGiven()
  @IsUUID()
  destinationId?: string;

  @IfGiven()
  @IsUUID()
  syncId?: string;

  /** Who must act. */
  @IfGiven()
  @IsIn(actors)
  whoActs?: Actor;
}

/** Names a group of a sync's failures; the code is required. */
export class FailureGroup {
  /** The vendor's code, or ours. */
  @IfGiven()
  @IsString()
  @Length(1, 200)
  code?: string;

  /** The remote field it is about; null where it is about none. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  field?: string | null;
}

export interface FailureGroupKey {
  readonly code: string;
  readonly field: string | null;
}

/** A record of the group, as it was rejected. */
export class FailureExample {
  readonly recordId!: string;
  /** One of the two. */
  readonly profileId!: string | null;
  readonly accountId!: string | null;
  readonly message!: string;
  readonly at!: Date;
}

/** Records of a sync that were rejected for the same reason. */
export class ShownFailureGroup {
  readonly id!: string;
  readonly syncId!: string;
  readonly syncName!: string;
  readonly destinationId!: string;
  /** The destination's type, e.g. `salesforce`. */
  readonly system!: string;
  readonly object!: string;
  readonly code!: string;
  readonly field!: string | null;
  readonly whoActs!: Actor;
  /** What to do, in a sentence. */
  readonly advice!: string;
  readonly count!: number;
  readonly firstAt!: Date;
  readonly lastAt!: Date;
  /** The one that was rejected last. */
  readonly example!: FailureExample;
}
