import { PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';

export class CreateAlertChannel {
  @IsString()
  @Length(1, 200)
  name!: string;

  /** Messages are posted there as JSON, signed as https://www.standardwebhooks.com says. */
  @IsString()
  @Length(1, 2_000)
  url!: string;

  /** Default true. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export class UpdateAlertChannel extends PartialType(CreateAlertChannel, { skipNullProperties: false }) {}

export class ShownAlertChannel {
  readonly id!: string;
  readonly name!: string;
  readonly url!: string;
  readonly enabled!: boolean;
  readonly lastSentAt!: Date | null;
  /** Why the last message did not arrive; null when it did. It is tried again for about three days. */
  readonly lastFailure!: string | null;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}

export class CreatedAlertChannel extends ShownAlertChannel {
  /** The key to check signatures with, shown only now. */
  readonly secret!: string;
}

export class AlertPage extends PageQuery {
  @IfGiven()
  @IsUUID()
  syncId?: string;
}

export class ShownAlert {
  readonly id!: string;
  readonly syncId!: string;
  readonly syncName!: string;
  readonly destinationId!: string;
  readonly kind!: 'failing' | 'late' | 'rejecting';
  readonly change!: 'began' | 'recovered';
  readonly at!: Date;
  readonly message!: string;
}

export class UpdateAlertSettings {
  /** Minutes by which what is due, or a scheduled run, may be late. */
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(10_080)
  lateAfterMinutes?: number;

  /** Rejected records that a sync may have. */
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  rejectedAtMost?: number;
}

export class ShownAlertSettings {
  readonly lateAfterMinutes!: number;
  readonly rejectedAtMost!: number;
}
