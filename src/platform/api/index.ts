export {
  ProblemError,
  problem,
  badInput,
  notFound,
  conflict,
  refused,
  uniqueName,
  type FieldError,
  type Problem,
} from './problem.js';
export { answerImpossibleAddress, describeError, ProblemFilter, sendProblem } from './problem.filter.js';
export { requestValidation } from './validation.js';
export { IfGiven } from './if-given.js';
export { Id, RecordId } from './id-param.js';
export { installInputCheck } from './input-check.js';
export { PageQuery, pageOf, type Page } from './page.js';
export { ApiPageResponse, describeApi, type RolesOf } from './open-api.js';
export { API_BODY_LIMIT, installJsonOnly } from './json-only.js';
export { endConnectionsOnClose } from './end-connections.js';
export { installLingeringClose } from './lingering-close.js';
