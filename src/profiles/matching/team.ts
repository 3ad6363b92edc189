/** Threads that do one work together, each its share of it, one step after the other. */
export interface Team {
  /** Which of them this is, from 0. */
  readonly share: number;
  readonly size: number;
  /**
   * What each of them hands in at this step, by share; waits for the others. What comes from another is a copy, as
   * `structuredClone` makes it.
   */
  gather<T>(mine: T): Promise<readonly T[]>;
}
