import { decimals } from './report.js';

/** What was said of pairs against what is true. */
export interface Accuracy {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Nothing said is a precision of 1; nothing to find a recall of 1. */
export function accuracy(right: number, said: number, all: number): Accuracy {
  const precision = said === 0 ? 1 : right / said;
  const recall = all === 0 ? 1 : right / all;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** Cells of a table: precision, recall, F1. */
export function accuracyCells({ precision, recall, f1 }: Accuracy): string[] {
  return [precision, recall, f1].map((share) => decimals(share, 3));
}
