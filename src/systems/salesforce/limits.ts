import type { SystemLimits } from '../system.js';

export const limits: SystemLimits = {
  /** sObject Collections take 200 records (REST API guide, "sObject Collections"). */
  writeBatch: 200,
  lookUpBatch: 200,
  /** A Developer Edition organisation; larger ones report their own figure with every answer. */
  callsPerDay: 15_000,
  /**
   * A call may run for minutes over there. Waiting it out is not needed: creates are upserts on a unique
   * key and updates name the record, so a call that is still running cannot make a second record.
   */
  longestProcessingSeconds: 10,
  /** A job of this size is one batch over there, and batches are what is counted (Bulk API 2.0 guide, "Limits"). */
  jobsPerDay: 15_000,
  /** Where Salesforce itself advises jobs instead of Collections; 10,000 rows are one batch. */
  job: { fromRows: 2_000, rows: 10_000 },
};
