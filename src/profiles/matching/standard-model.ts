import { matchModel } from '../../../config/match-model.js';
import { loadModel, type MatchModel } from './match-model.js';

/** The model that comes with Tributary. */
export const standardModel: MatchModel = loadModel(matchModel);

/** Merge what is one person nineteen times in twenty, ask about what is likelier than not. */
export const standardThresholds = { autoMerge: 0.95, review: 0.5 };
