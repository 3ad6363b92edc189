import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../platform/api/index.js';

export const LONGEST_TEXT = 200;
const MOST_OFFERS = 1_000;

export class OfferInCatalogue {
  /** As leads name it: `publisher.offer`, or the offer's id or title alone. In any case of letters. */
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_TEXT)
  id!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_TEXT)
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_TEXT)
  productLine?: string | null;

  /** Plan id to name. Leads of virtual-machine offers have the plan's id right behind the offer's. */
  @IfGiven()
  @IsObject()
  plans?: Record<string, string>;
}

export class UpdateEnrichmentSettings {
  /** Takes the place of the whole catalogue. */
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_OFFERS)
  @ArrayUnique((offer: OfferInCatalogue) => String(offer?.id).toLowerCase(), {
    message: 'names an offer twice; ids are compared without regard to case',
  })
  @ValidateNested({ each: true })
  @Type(() => OfferInCatalogue)
  offers?: OfferInCatalogue[];
}

export class ShownOffer {
  readonly id!: string;
  readonly name!: string;
  readonly productLine!: string | null;
  /** Plan id to name. */
  readonly plans!: Readonly<Record<string, string>>;
}

export class ShownEnrichmentSettings {
  /** What the ids of offers stand for. */
  readonly offers!: ShownOffer[];
}
