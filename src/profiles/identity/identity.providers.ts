import type { Provider } from '@nestjs/common';
import { standardGuards, standardModel } from '../matching/index.js';
import { CandidatePairs } from './candidate-pairs.js';
import { Components } from './component.js';
import { IdentityDecisions } from './identity-decisions.js';
import { IdentityEventRepository } from './identity-event.repository.js';
import { IdentityHistory } from './identity-history.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchEngine } from './match-engine.js';
import { MatchKeyRepository } from './match-key.repository.js';
import { MatchNodeRepository } from './match-node.repository.js';
import { MatchPreview } from './match-preview.js';
import { MatchReviewQueries } from './match-review.queries.js';
import { MatchReviewRepository } from './match-review.repository.js';
import { MatchSettingsService } from './match-settings.service.js';
import { Matcher } from './matcher.js';
import { NodeFinder } from './node-finder.js';
import { Regrouper } from './regrouper.js';
import { Rehearsals } from './rehearsal/index.js';
import { ReviewKeeper } from './review-keeper.js';

export const identityProviders: readonly Provider[] = [
  { provide: MatchEngine, useValue: new MatchEngine(standardModel, standardGuards) },
  CandidatePairs,
  Components,
  IdentityDecisions,
  IdentityEventRepository,
  IdentityHistory,
  MatchEdgeRepository,
  MatchKeyRepository,
  MatchNodeRepository,
  MatchPreview,
  MatchReviewQueries,
  MatchReviewRepository,
  MatchSettingsService,
  Matcher,
  NodeFinder,
  Regrouper,
  Rehearsals,
  ReviewKeeper,
];
