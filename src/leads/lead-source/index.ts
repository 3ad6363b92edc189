export { formatLeadSource } from './format-lead-source.js';
export { parseLeadSource, type LeadSourceContext, type LeadSourceReading } from './parse-lead-source.js';
export {
  defaultStages,
  furthestStage,
  leadStages,
  stageOf,
  withStages,
  type LeadStage,
  type LeadStages,
} from './stages.js';
export { isTestMarker, testMarkerTime } from './test-marker.js';
export { knownActions, knownSources, type KnownAction, type KnownSource } from './vocabulary.js';
export { leadSourceWarnings } from './warnings.js';
