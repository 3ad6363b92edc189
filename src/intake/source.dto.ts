import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsString, Length } from 'class-validator';

import { IfGiven } from '../platform/api/index.js';
import { identitiesSchema } from './source-config.js';
import { sourceTypes, type SourceType } from './source.entity.js';

export class ShownSourceConfig {
  /**
   * Of a `partner` source: which attributes of its leads are ids that one person alone carries, each with its
   * namespace, e.g. `{"crmId": "salesforce-contact-id"}`.
   */
  @ApiPropertyOptional(identitiesSchema)
  readonly identities?: Readonly<Record<string, string>>;
}

export class ChangedSourceConfig {
  /** All of them anew; null for none. */
  @ApiPropertyOptional({ ...identitiesSchema, nullable: true })
  readonly identities?: Readonly<Record<string, string>> | null;
}

export class CreateSource {
  @IsIn(sourceTypes)
  type!: SourceType;

  @IsString()
  @Length(1, 200)
  name!: string;

  /** A marketplace source has none. */
  @IfGiven()
  @IsObject()
  config?: ShownSourceConfig;

  /** Neither a marketplace source nor a partner's has any. */
  @IfGiven()
  @IsObject()
  credentials?: Record<string, unknown>;
}

export class UpdateSource {
  @IfGiven()
  @IsString()
  @Length(1, 200)
  name?: string;

  /** Settings that are not named stay as they are; null removes one. Leads that were read before change by a replay. */
  @IfGiven()
  @IsObject()
  config?: ChangedSourceConfig;

  /** The address of a disabled source answers 404; to keep what arrives but let nothing on, quarantine it. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export class ShownSource {
  readonly id!: string;
  readonly type!: SourceType;
  readonly name!: string;
  readonly config!: ShownSourceConfig;
  readonly credentials!: Readonly<Record<string, unknown>>;
  readonly enabled!: boolean;
  readonly quarantined!: boolean;
  /** “Connection validated at”: when Partner Center's last test lead came; null for other types. */
  readonly connectionValidatedAt!: Date | null;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}

export class IntakeAddress {
  /** `/intake/<type>/<secret>`; shown only now. */
  readonly intakePath!: string;
  /** The whole address, when `PUBLIC_URL` is set. */
  readonly intakeUrl!: string | null;
}

export class NewSource extends ShownSource implements IntakeAddress {
  /** `/intake/<type>/<secret>`; shown only now. */
  readonly intakePath!: string;
  /** The whole address, when `PUBLIC_URL` is set. */
  readonly intakeUrl!: string | null;
}
