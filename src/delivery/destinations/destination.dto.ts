import { IsBoolean, IsObject, IsString, Length } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import type { SystemConfig } from '../../systems/index.js';
import { Pause } from './pause.dto.js';

export class CreateDestination {
  /** A type of `GET /api/v1/destination-types`. */
  @IsString()
  @Length(1, 50)
  type!: string;

  @IsString()
  @Length(1, 200)
  name!: string;

  @IsObject()
  config!: SystemConfig;

  /** Write-only: reads show which are set. */
  @IsObject()
  credentials!: Record<string, string>;
}

export class UpdateDestination {
  @IfGiven()
  @IsString()
  @Length(1, 200)
  name?: string;

  /** Settings that are not named stay as they are; null removes one. */
  @IfGiven()
  @IsObject()
  config?: Record<string, SystemConfig[string] | null>;

  /** Credentials that are not named stay as they are; null removes one. */
  @IfGiven()
  @IsObject()
  credentials?: Record<string, string | null>;

  /** Nothing is sent to a disabled destination; what becomes due waits and goes out when it is enabled again. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export class ShownDestination {
  readonly id!: string;
  readonly type!: string;
  readonly name!: string;
  readonly config!: SystemConfig;
  /** Which are set, e.g. `{"clientSecret":{"set":true}}`. */
  readonly credentials!: Readonly<Record<string, { readonly set: true }>>;
  readonly enabled!: boolean;
  /** The organisation that it is bound to; null before its first sign-in. */
  readonly organisation!: string | null;
  readonly state!: 'ready' | 'needs-sign-in';
  readonly stateMessage!: string | null;
  /** Null while it can be sent to. */
  readonly pause!: Pause | null;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}

export class ShownCheck {
  readonly name!: string;
  readonly ok!: boolean;
  readonly message!: string;
}

export class DestinationCheck {
  readonly ok!: boolean;
  readonly checks!: ShownCheck[];
}

export class DestinationSchemas {
  readonly config!: Readonly<Record<string, unknown>>;
  readonly credentials!: Readonly<Record<string, unknown>>;
  readonly mapping!: Readonly<Record<string, unknown>>;
}

export class DestinationObject {
  readonly name!: string;
  readonly title!: string;
  readonly recordKind!: string;
  /** What a mapping can take from a record. */
  readonly recordFields!: string[];
  /** Objects that a record of it belongs to and waits for. */
  readonly parents!: string[];
  /** How a sync names the list or campaign it fills: `{title, help, by, isMade, isShared}`; null where there is none. */
  readonly target!: Readonly<Record<string, unknown>> | null;
}

export class DestinationType {
  readonly type!: string;
  readonly title!: string;
  /** Where the vendor documents what is used. */
  readonly docsUrl!: string;
  /** JSON schemas of the settings. */
  readonly schemas!: DestinationSchemas;
  readonly objects!: DestinationObject[];
  /** e.g. records in one call, calls a day. */
  readonly limits!: Readonly<Record<string, unknown>>;
}
