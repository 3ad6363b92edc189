import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsUUID } from 'class-validator';
import { IfGiven } from '../../platform/api/index.js';
import { ShownProfileDetail } from '../../profiles/index.js';

export class MergeProfiles {
  /** Two or more people who are one. Ids of merged profiles stand for their survivors. */
  @IsUUID(undefined, { each: true })
  @ArrayUnique()
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  profileIds!: string[];
}

export class SplitProfile {
  /** One or more leads of this person that are somebody else's; their repeats go with them. */
  @IfGiven()
  @IsUUID(undefined, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(200)
  eventIds: string[] = [];
}

export class DecideReview {
  /** Must be given. */
  @IfGiven()
  @IsIn(['merge', 'distinct'])
  decision?: 'merge' | 'distinct';
}

/** The people after a decision, as they are now. */
export class DecidedProfiles {
  readonly profiles!: ShownProfileDetail[];
}
