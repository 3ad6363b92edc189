/** Which level each comparison of the model reached, in the model's order; 0 says that there is no evidence. */
export type LevelVector = Uint8Array;

/** One step of the waterfall from the prior to the final weight; weights are log2 of a Bayes factor. */
export interface Evidence {
  readonly comparison: string;
  readonly level: number;
  readonly label: string;
  readonly weight: number;
  /** What was compared, as normalised; null where the record does not say. */
  readonly left: string | null;
  readonly right: string | null;
}

export interface PairScore {
  /** Log2 of the odds that both are one person, prior included. */
  readonly weight: number;
  readonly probability: number;
  readonly levels: LevelVector;
}

/** `weight` is `prior` and the weights of all `evidence`, summed. */
export interface PairExplanation {
  readonly prior: number;
  readonly evidence: readonly Evidence[];
  readonly weight: number;
  readonly probability: number;
}
