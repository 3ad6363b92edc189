export { keysOfAccount, keysOfPerson, labelOf } from './candidate-keys.js';
export { SAME_COMPANY, companySimilarity } from './company-similarity.js';
export { evidenceOf, knownAccount, type CompanyEvidence, type KnownAccount } from './evidence.js';
export {
  LEAD_TO_ACCOUNT,
  leadToAccount,
  scoreAccount,
  type Factor,
  type LeadToAccount,
  type Match,
  type MatchSource,
  type Unmatched,
} from './lead-to-account.js';
