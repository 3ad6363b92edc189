export { ruleProblems, sourcesIn } from './check-rules.js';
export {
  FieldLockRepository,
  lockableFields,
  type FieldLock,
  type LockableField,
} from './field-lock.repository.js';
export {
  fieldGroupNames,
  fieldGroups,
  ruleNames,
  type FieldGroup,
  type RuleName,
  type SurvivorshipRule,
  type SurvivorshipRules,
} from './rules.js';
export { Survivorship } from './survivorship.js';
export { readSurvivorshipRules, saveSurvivorshipRules, type RulesChange } from './survivorship-settings.js';
