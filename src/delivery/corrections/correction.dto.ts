/** Something that people should put right over there, since nothing there is deleted or merged by us. */
export class ShownCorrection {
  /** That of the record we know over there. */
  readonly id!: string;
  /** `superseded`: two records of one person. `shared`: a record that was kept for two people while they were one. */
  readonly kind!: 'superseded' | 'shared';
  readonly at!: Date;
  readonly destinationId!: string;
  readonly object!: string;
  readonly remoteId!: string;
  readonly link!: string | null;
  /** Whose it is: of the two people, where it is shared. */
  readonly profileId!: string;
  readonly otherProfileId!: string;
  /** The record that is kept in step instead, or that of the other person; null where there is none yet. */
  readonly otherRemoteId!: string | null;
  readonly otherLink!: string | null;
  /** What to do, in a sentence. */
  readonly advice!: string;
}
