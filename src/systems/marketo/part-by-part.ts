import { SystemError, type JobProgress, type JobRecord, type Verdict } from '../system.js';
import { limits } from './limits.js';
import { inParts } from './reading.js';

const askAgainAfter = 30;
const passing = new Set<SystemError['kind']>(['unavailable', 'quota']);

/**
 * What became of the records of a job, so many at a time. Of many calls one fails now and then: what was learned before
 * it is told, and the job is asked about the others again. Throws `SystemError` where nothing was learned.
 */
export async function partByPart(
  records: readonly JobRecord[],
  verdictsOf: (part: readonly JobRecord[]) => Promise<ReadonlyMap<string, Verdict>>,
): Promise<JobProgress> {
  const verdicts = new Map<string, Verdict>();
  for (const part of inParts(records, limits.lookUpBatch)) {
    try {
      for (const [id, verdict] of await verdictsOf(part)) verdicts.set(id, verdict);
    } catch (error) {
      if (!(error instanceof SystemError) || !passing.has(error.kind) || verdicts.size === 0) throw error;
      return { state: 'pending', askAgainAfter: error.retryAfter ?? askAgainAfter, verdicts };
    }
  }
  return { state: 'done', verdicts };
}
