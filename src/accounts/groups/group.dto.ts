import { IsIn } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';

/** What joins companies, the strongest first. */
export const JOINED_BY = ['hierarchy', 'same-name', 'same-domain-family'] as const;

type JoinedBy = (typeof JOINED_BY)[number];

export class AccountGroupPage extends PageQuery {
  /** Only groups that leave this out, as more than 30 companies would belong together by it; single ones too. */
  @IfGiven()
  @IsIn(JOINED_BY)
  leftOut?: JoinedBy;
}

export class ShownAccountGroup {
  /** The id of its oldest company: it stays when others come. */
  readonly id!: string;
  /** Its oldest company's. */
  readonly name!: string;
  /** How many companies it has, up to 30. */
  readonly size!: number;
  /** What does not join these with others, as more than 30 companies would belong together by it; mostly nothing. */
  readonly leftOut!: ('hierarchy' | 'same-name' | 'same-domain-family')[];
}

export class AccountOfGroup {
  readonly id!: string;
  readonly name!: string;
  /** ISO 3166-1 alpha-2. */
  readonly country!: string | null;
  readonly parentId!: string | null;
  readonly domains!: string[];
}

export class ShownAccountGroupDetail extends ShownAccountGroup {
  /** All of them, oldest first. */
  readonly accounts!: AccountOfGroup[];
}

export class AccountGroupOverflow {
  /** Groups that leave something out, single companies among them. */
  readonly groups!: number;
  readonly accounts!: number;
}

export class AccountGroupMetrics {
  readonly accounts!: number;
  /** Groups of two companies or more. */
  readonly groups!: number;
  /** Companies that are in those. */
  readonly groupedAccounts!: number;
  /** Companies to which no other belongs. */
  readonly singles!: number;
  /** Companies in the largest group. */
  readonly largest!: number;
  /** Companies in a group of two or more, the median; null where there is none. */
  readonly median!: number | null;
  /** Of whom more than 30 would belong together: their groups leave out by what. */
  readonly overflow!: AccountGroupOverflow;
  /** When the groups that are shown were made; null before the first. */
  readonly madeAt!: Date | null;
}
