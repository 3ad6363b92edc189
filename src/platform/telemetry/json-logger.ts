import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redactError, redactFields } from './redact.js';
import { requestContext } from './request-context.js';

/** Values of LOG_LEVEL, the most severe first. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'verbose'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

type JsonOptions = Parameters<ConsoleLogger['getJsonLogObject']>[1];
type JsonLine = ReturnType<ConsoleLogger['getJsonLogObject']>;

/**
 * Nest's own logger, one JSON object a line: `{level, pid, timestamp, message, context?, requestId?,
 * workspaceId?, params?, error?, stack?}`, redacted. `fatal` and `error` go to stderr, the rest to stdout.
 */
export class JsonLogger extends ConsoleLogger {
  constructor(level: LogLevelName = 'info') {
    const levels = LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1);
    super({ json: true, colors: false, compact: true, logLevels: levels.map(nestLevel) });
  }

  protected override getJsonLogObject(message: unknown, options: JsonOptions): JsonLine {
    return { ...super.getJsonLogObject(message, options), ...requestContext.current() };
  }

  protected override serializeError(error: Error): Record<string, unknown> {
    return redactError(error);
  }

  protected override stringifyJsonLogObject(line: Record<string, unknown>): string {
    const level = line.level === 'log' ? 'info' : line.level;
    return super.stringifyJsonLogObject(redactFields({ ...line, level }));
  }
}

/** Nest calls `log` what everybody else, LOG_LEVEL too, calls `info`. */
function nestLevel(level: LogLevelName): LogLevel {
  return level === 'info' ? 'log' : level;
}
