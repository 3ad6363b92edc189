import { IsString, IsUUID, MaxLength } from 'class-validator';
import type { EnrichedValue } from '../enrichment/index.js';
import type { LeadStage } from '../leads/index.js';
import { IfGiven, PageQuery } from '../platform/api/index.js';
import type { ProfileFields } from './profile.js';

export class ProfilePage extends PageQuery {
  @IfGiven()
  @IsString()
  @MaxLength(320)
  email?: string;

  @IfGiven()
  @IsString()
  @MaxLength(100)
  phone?: string;

  /** Part of a name, company or e-mail. */
  @IfGiven()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** The company that a person is with. */
  @IfGiven()
  @IsUUID()
  accountId?: string;

  /** Id of a record in a connected system. */
  @IfGiven()
  @IsString()
  @MaxLength(200)
  remoteId?: string;
}

/** What another service answered: by which enricher, when, and until when it holds; ISO 8601. */
export interface AnsweredValue {
  readonly value: string;
  readonly enricher: string;
  readonly at: string;
  readonly expiresAt: string;
}

export class ShownIdentity {
  /** `email`, or one that the config of a source names for an id. */
  readonly namespace!: string;
  readonly value!: string;
}

/** A golden record as lists show it: values only. */
export class ShownProfile {
  readonly id!: string;
  /** Grows with each change. */
  readonly version!: number;
  readonly firstName!: string | null;
  readonly lastName!: string | null;
  readonly email!: string | null;
  readonly phone!: string | null;
  readonly country!: string | null;
  readonly company!: string | null;
  readonly title!: string | null;
  readonly website!: string | null;
  /** The company that they are with, `GET /api/v1/accounts/{id}`. */
  readonly accountId!: string | null;
  /** Known only from leads that say another partner was asked to call; held from every sync. */
  readonly doNotContact!: boolean;
  /** The furthest that any lead of this person stands at. */
  readonly stage!: LeadStage | null;
  readonly firstSeenAt!: Date | null;
  readonly lastSeenAt!: Date | null;
  /** Leads, without repeats. */
  readonly eventCount!: number;
  readonly identities!: ShownIdentity[];
}

/** The same with the origin of each value, and the ids that led here by a merge. */
export class ShownProfileDetail extends ShownProfile {
  /** By field `{value, eventId, sourceId, at, labels, rule, over}`: `over` are the best of those that it won over. */
  readonly fields!: ProfileFields;
  /**
   * What follows from the fields, by name `{value, step, source, at}`: which step found it, from what, said when;
   * and what other services answered, `{value, enricher, at, expiresAt}`.
   */
  readonly enriched!: Readonly<Record<string, EnrichedValue | AnsweredValue>>;
  readonly mergedFrom!: string[];
}
