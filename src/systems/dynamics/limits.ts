import type { SystemLimits } from '../system.js';

/**
 * Service protection and allocations as Microsoft publishes them ("Service protection API limits", "Requests
 * limits and allocations"). Protection is per user and web server; one server is assumed.
 */
export const limits: SystemLimits = {
  /** Records that one `$batch` takes here; Dataverse would take 1,000, one after the other. */
  writeBatch: 50,
  lookUpBatch: 100,
  /** One licensed user; application users draw on a pool of the tenant that is larger. No answer tells how large. */
  callsPerDay: 40_000,
  /**
   * A call may run for minutes over there. Waiting it out is not needed: creates are upserts on a unique key
   * and updates name the record, so a call that is still running cannot make a second record.
   */
  longestProcessingSeconds: 10,
  callsPerWindow: { calls: 6_000, seconds: 300 },
  concurrentCalls: 52,
};
