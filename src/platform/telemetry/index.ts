export { JsonLogger, LOG_LEVELS, type LogLevelName } from './json-logger.js';
export { Metrics, type MetricDefinition } from './metrics.js';
export { redact } from './redact.js';
export { redactText } from './redact-text.js';
export { requestContext, type RequestContext } from './request-context.js';
