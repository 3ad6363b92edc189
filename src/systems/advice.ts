import type { Failure } from './system.js';

/** What happened and what to do about it, as sentences; vendors do not always end theirs. */
export function withAdvice({ message, advice }: Pick<Failure, 'message' | 'advice'>): string {
  return `${message.replace(/[\s.]+$/, '')}. ${advice}`;
}
