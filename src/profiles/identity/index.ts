export { IdentityDecisions, type TakenLead } from './identity-decisions.js';
export type { Regrouping } from './graph-change.js';
export { MatchReviewPage, ShownEvidence, ShownMatchReview } from './match-review.dto.js';
export { MatchReviewQueries } from './match-review.queries.js';
export { STORED_FROM } from './match-engine.js';
export * from './rehearsal/index.js';
export { Matcher, type Batch, type Home, type Placement } from './matcher.js';
