import { IsIn } from 'class-validator';
import { IfGiven, PageQuery } from '../../platform/api/index.js';
import { ShownProfile } from '../profile.dto.js';

export const matchReviewStatuses = ['open', 'merge', 'distinct', 'obsolete'] as const;
export type MatchReviewStatus = (typeof matchReviewStatuses)[number];

export class MatchReviewPage extends PageQuery {
  @IfGiven()
  @IsIn(matchReviewStatuses)
  status: MatchReviewStatus = 'open';
}

/** One step of the waterfall from “anybody” to the score. */
export class ShownEvidence {
  readonly comparison!: string;
  readonly level!: number;
  readonly label!: string;
  /** Log2 of a Bayes factor: each whole point doubles the odds, or halves them. */
  readonly weight!: number;
  /** What was compared, as normalised; null where a lead does not say. */
  readonly left!: string | null;
  readonly right!: string | null;
}

/** Two people side by side who may be one. */
export class ShownMatchReview {
  readonly id!: string;
  /** `obsolete`: nobody has to decide it any more, since what is known changed. */
  readonly status!: MatchReviewStatus;
  /** That they are one person, from 0 to 1. */
  readonly probability!: number;
  readonly reason!: string;
  /** The rule that stopped a merge, if one did. */
  readonly guard!: string | null;
  readonly modelVersion!: string;
  readonly openedAt!: Date;
  readonly decidedAt!: Date | null;
  readonly people!: ShownProfile[];
  readonly suggestion!: 'merge' | 'distinct';
  readonly evidence!: ShownEvidence[];
}
