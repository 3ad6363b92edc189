import { IsBoolean, IsIn, IsString, Length } from 'class-validator';
import { IfGiven } from '../platform/api/index.js';
import { roles, type Role } from './roles.js';

export class CreateWorkspace {
  @IsString()
  @Length(1, 200)
  name!: string;
}

export class UpdateWorkspace {
  @IfGiven()
  @IsString()
  @Length(1, 200)
  name?: string;
}

export class WorkspaceName {
  readonly id!: string;
  readonly name!: string;
}

export class ShownWorkspace extends WorkspaceName {
  readonly createdAt!: Date;
}

export class NewWorkspace {
  readonly workspace!: WorkspaceName;
  /** A key of the role `admin`, shown only now. */
  readonly adminKey!: string;
}

export class CreateKey {
  @IsString()
  @Length(1, 200)
  name!: string;

  /** `viewer` reads; `operator` runs and retries; `marketer` defines syncs; `admin` everything. */
  @IsIn(roles)
  role!: Role;
}

export class UpdateKey {
  @IfGiven()
  @IsString()
  @Length(1, 200)
  name?: string;

  /** A disabled key is refused from the next request on. */
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

export class ShownKey {
  readonly id!: string;
  readonly name!: string;
  readonly role!: Role;
  readonly enabled!: boolean;
  readonly createdAt!: Date;
}

export class NewKey extends ShownKey {
  /** The key itself, shown only now. */
  readonly key!: string;
}

export class AuditEntry {
  readonly id!: string;
  readonly at!: Date;
  readonly requestId!: string;
  readonly keyId!: string;
  readonly keyName!: string;
  /** The route, e.g. `PATCH /api/v1/sources/:id`. */
  readonly action!: string;
  readonly path!: string;
  readonly outcome!: 'allowed' | 'denied';
  /** HTTP status of the answer; null when the process ended before it. */
  readonly status!: number | null;
  /** Names of the fields that were sent, never their values. */
  readonly changedFields!: string[];
}
