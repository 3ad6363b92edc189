import { comparisons } from './comparisons/index.js';
import type { LevelVector } from './level-vector.js';

/** Whether anything agrees that a namesake would not have too: a mailbox that is made from the name says no more. */
export function agreeBeyondName(levels: LevelVector): boolean {
  return countOf(levels, 'for') > 0;
}

/** Whether phone and employer are both others and nothing but the name agrees, as of two people of one name. */
export function areNamesakes(levels: LevelVector): boolean {
  return countOf(levels, 'against') > 1 && !agreeBeyondName(levels);
}

function countOf(levels: LevelVector, side: 'for' | 'against'): number {
  return comparisons.filter(
    ({ levels: declared }, index) => declared[(levels[index] ?? 0) - 1]?.beyondName === side,
  ).length;
}
