import { Type } from 'class-transformer';
import { IsNumber, IsObject, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import { STORED_FROM } from './match-engine.js';
import { ShownEvidence } from './match-review.dto.js';

const LONGEST = 500;

/** A person as a lead would say it. */
export class MatchPerson {
  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  firstName?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  lastName?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  email?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  phone?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  country?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  company?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  website?: string;

  @IfGiven()
  @IsString()
  @MaxLength(LONGEST)
  title?: string;
}

export class MatchRequest {
  @IsObject()
  @ValidateNested()
  @Type(() => MatchPerson)
  person!: MatchPerson;
}

/** Somebody known who may be the same person, and the waterfall of what speaks for it and against. */
export class ShownCandidate {
  readonly profileId!: string;
  /** That they are one person, from 0 to 1. */
  readonly probability!: number;
  /** What the score alone would do; a guard may still turn a merge into a review. */
  readonly verdict!: 'merge' | 'review' | 'distinct';
  /** Log2 of the odds that any two leads are one person: where the waterfall begins. */
  readonly prior!: number;
  readonly evidence!: ShownEvidence[];
  /** The prior and the weights of all evidence, summed. */
  readonly weight!: number;
}

export class MatchAnswer {
  readonly modelVersion!: string;
  /** The most probable first, at most 20. */
  readonly candidates!: ShownCandidate[];
  /** How many of the things by which people are looked up are too common to say anything. */
  readonly tooCommon!: number;
}

export class UpdateMatchSettings {
  /** From this probability on leads are taken for one person unasked. */
  @IfGiven()
  @IsNumber()
  @Min(STORED_FROM)
  @Max(1)
  autoMerge?: number;

  /** From this probability on people are asked. */
  @IfGiven()
  @IsNumber()
  @Min(STORED_FROM)
  @Max(1)
  review?: number;
}

export class ShownMatchSettings {
  readonly autoMerge!: number;
  readonly review!: number;
  readonly modelVersion!: string;
  readonly openReviews!: number;
  /** Things said by so many that nobody is looked up by them any more, and how often one was skipped. */
  readonly tooCommon!: { readonly keys: number; readonly skipped: number };
}

/** What a threshold would have been worth for the pairs that people decided. */
export class ShownThreshold {
  readonly probability!: number;
  /** Decided pairs from this probability on. */
  readonly decided!: number;
  /** Those of them that are one person. */
  readonly merged!: number;
  /** Their share; null where nothing was decided. */
  readonly precision!: number | null;
  /** Where the precision lies with 95 percent confidence: the fewer pairs were decided, the wider. */
  readonly low!: number;
  readonly high!: number;
}

export class ShownThresholds {
  readonly items!: ShownThreshold[];
}
