import { IsIn, IsString, IsUUID, MaxLength } from 'class-validator';
import { IfGiven, PageQuery } from '../platform/api/index.js';
import { leadEventStatuses, type LeadEventStatus } from './lead-event.js';
import type { LeadAttributes } from './lead-reading.js';
import type { LeadStage } from './lead-source/index.js';

export class LeadEventPage extends PageQuery {
  @IfGiven()
  @IsUUID()
  sourceId?: string;

  @IfGiven()
  @IsIn(leadEventStatuses)
  status?: LeadEventStatus;

  @IfGiven()
  @IsString()
  @MaxLength(320)
  email?: string;

  @IfGiven()
  @IsUUID()
  profileId?: string;

  @IfGiven()
  @IsString()
  @MaxLength(200)
  externalId?: string;
}

export class ShownLeadSource {
  /** Exactly as sent; null when absent. */
  readonly raw!: string | null;
  /** `AzureMarketplace`, `AzurePortal`, `AppSource`, `TestDrive`, or null. */
  readonly source!: string | null;
  readonly action!: string | null;
  readonly publisherId!: string | null;
  readonly offerId!: string | null;
  readonly offerTitle!: string | null;
}

/** What a lead says of its person, as it says it. */
export class ShownLeadPerson {
  readonly firstName!: string | null;
  readonly lastName!: string | null;
  readonly email!: string | null;
  readonly phone!: string | null;
  readonly country!: string | null;
  readonly company!: string | null;
  readonly title!: string | null;
  readonly website!: string | null;
}

/** Something odd about a lead that was read all the same. */
export class ShownWarning {
  /** In kebab-case, and never renamed. */
  readonly code!: string;
  readonly message!: string;
}

/** A lead event as the API shows it. */
export class ShownLeadEvent {
  readonly id!: string;
  readonly sourceId!: string;
  /** The sender's own id of it. */
  readonly externalId!: string | null;
  readonly receivedAt!: Date;
  /** When it happened, where the sender says so. */
  readonly occurredAt!: Date | null;
  readonly status!: LeadEventStatus;
  /** The event that a `duplicate` repeats. */
  readonly duplicateOf!: string | null;
  readonly leadSource!: ShownLeadSource;
  readonly stage!: LeadStage | null;
  readonly person!: ShownLeadPerson;
  readonly campaign!: Readonly<Record<string, string>> | null;
  readonly description!: string | null;
  /** What a partner says beyond the fields of a lead. */
  readonly attributes!: LeadAttributes | null;
  readonly warnings!: ShownWarning[];
  /** The surviving profile of its person; null before it is read, and for one of no person. */
  readonly profileId!: string | null;
}
