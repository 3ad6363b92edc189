export type { Rehearsal, Rehearsed } from './rehearsal.js';
export { guardNames, Rehearsals, type TriedRules } from './rehearsals.js';
export { fewOf, type PairSample } from './samples.js';
