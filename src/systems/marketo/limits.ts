import type { SystemLimits } from '../system.js';

/** Figures of "REST API", "Best Practices" and "Bulk Lead Import" of the Marketo developer guide. */
export const limits: SystemLimits = {
  writeBatch: 300,
  lookUpBatch: 300,
  /** The least that a subscription has; most have 50,000. Marketo never reports the figure. */
  callsPerDay: 10_000,
  /** Sync Leads may work for 90 s on a call that was given up on. */
  longestProcessingSeconds: 90,
  /** Half of the 100 in 20 s and of the 10 at once that all integrations of an instance share, as Marketo advises. */
  callsPerWindow: { calls: 50, seconds: 20 },
  concurrentCalls: 5,
  dayEndsIn: 'America/Chicago',
  job: { fromRows: 2_000, rows: 50_000 },
};

/** A call's body may have 1 MB. */
export const mostBodyBytes = 900_000;
/** An imported file must have less than 10 MB. */
export const mostFileBytes = 9_500_000;
/** Addresses may have 8 KB; longer look-ups are sent as forms. */
export const mostUrlBytes = 7_500;
/** Longer than Marketo itself takes for anything but merges and assets. */
export const timeoutMs = 100_000;
