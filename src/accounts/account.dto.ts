import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsString,
  IsUUID,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven, PageQuery } from '../platform/api/index.js';
import type { RelationSource } from './account.js';
import type { Factor, Unmatched } from './matching/index.js';

const MOST_DOMAINS = 50;

export class AccountPage extends PageQuery {
  /** Its own domain, or a web address or host below it. */
  @IfGiven()
  @IsString()
  @Length(1, 2_000)
  domain?: string;

  /** Part of a name or domain. */
  @IfGiven()
  @IsString()
  @Length(1, 200)
  q?: string;
}

export class ExternalId {
  /** Which system or list the id is from, e.g. `salesforce`, `duns`. */
  @IsString()
  @Length(1, 100)
  namespace!: string;

  @IsString()
  @Length(1, 200)
  value!: string;
}

export class UpdateAccount {
  @IfGiven()
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: 'must not be blank' })
  name?: string;

  /** ISO 3166-1 alpha-2; null for unknown. */
  @IfGiven()
  @ValidateIf(({ country }: UpdateAccount) => country !== null)
  @Matches(/^[A-Z]{2}$/, { message: 'must be two capital letters (ISO 3166-1 alpha-2)' })
  country?: string | null;

  /** The company that this one belongs to; null for none. */
  @IfGiven()
  @ValidateIf(({ parentId }: UpdateAccount) => parentId !== null)
  @IsUUID()
  parentId?: string | null;

  /** All of its domains. Each belongs to one company. */
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_DOMAINS)
  @IsString({ each: true })
  @Length(1, 253, { each: true })
  domains?: string[];

  /** All of its ids elsewhere. Each belongs to one company. */
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_DOMAINS)
  @ValidateNested({ each: true })
  @Type(() => ExternalId)
  externalIds?: ExternalId[];
}

export class ShownAccount {
  readonly id!: string;
  readonly name!: string;
  /** Its domain, until somebody says a name; then what a lead says; at last what a person decides. */
  readonly namedBy!: 'domain' | 'lead' | 'person';
  /** ISO 3166-1 alpha-2. */
  readonly country!: string | null;
  readonly domains!: string[];
  readonly externalIds!: ExternalId[];
  readonly parentId!: string | null;
  /** The group of companies that belong together, as they were last grouped; null until they are. */
  readonly groupId!: string | null;
  readonly peopleCount!: number;
  readonly createdAt!: Date;
  readonly updatedAt!: Date;
}

export class AccountPersonShown {
  readonly profileId!: string;
  readonly firstName!: string | null;
  readonly lastName!: string | null;
  readonly email!: string | null;
  readonly title!: string | null;
  /** How sure it is that they are with this company, 0 to 1. */
  readonly score!: number;
  readonly source!: RelationSource;
}

export class RelatedAccount {
  readonly id!: string;
  readonly name!: string;
  readonly country!: string | null;
  /** `same-name`: sister companies in several countries; `same-domain-family`: `contoso.fr` beside `contoso.com`. */
  readonly relation!: 'parent' | 'child' | 'sister' | 'same-name' | 'same-domain-family';
}

export class ShownAccountDetail extends ShownAccount {
  /** The first 25; all of them by `GET /api/v1/profiles?accountId=`. */
  readonly people!: AccountPersonShown[];
  /** Up to 30. */
  readonly related!: RelatedAccount[];
}

export class ShownRelation {
  readonly profileId!: string;
  readonly accountId!: string | null;
  /** Of the account, or of the likeliest one where there is none; 0 to 1. */
  readonly score!: number;
  readonly source!: RelationSource;
  /** Why there is no account. */
  readonly reason!: Unmatched | null;
  /** What spoke for it and against it: `{kind, agrees, weight, said, known}`. */
  readonly factors!: Factor[];
  readonly decidedAt!: Date;
}

export class SetRelation {
  /** Null: with no company. What is set by hand is not changed by what leads say. */
  @IfGiven()
  @ValidateIf(({ accountId }: SetRelation) => accountId !== null)
  @IsUUID()
  accountId?: string | null;
}
