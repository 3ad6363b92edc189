import type { SystemLimits, SystemSession } from '../../systems/index.js';

/** Records that are collected for one call or job at most, so that memory stays bounded. */
const MOST_ROWS = 10_000;
/** Records that are claimed and planned at once. */
const PIECE = 500;

/** How many records a system takes at once, where that is more than one batch of calls. */
export interface Bulk {
  readonly by: 'job' | 'calls';
  /** Due rows from which on it is worth it. */
  readonly fromRows: number;
  readonly rows: number;
  /** Rows that are planned at once on the way there. */
  readonly piece: number;
}

/** Null for a system that takes ordinary batches alone. */
export function bulkOf(session: Pick<SystemSession, 'writeJob'>, limits: SystemLimits): Bulk | null {
  const { job, writeBatch, lookUpBatch } = limits;
  const piece = Math.min(lookUpBatch, PIECE);
  if (job && session.writeJob) {
    return { by: 'job', fromRows: job.fromRows, rows: Math.min(job.rows, MOST_ROWS), piece };
  }
  if (writeBatch <= PIECE) return null;
  return { by: 'calls', fromRows: 0, rows: Math.min(writeBatch, MOST_ROWS), piece };
}

/** Rows of a sync that may go now; counted no further than matters. */
export interface DueRows {
  readonly fresh: number;
  readonly all: number;
}

/**
 * What a send does with them. `calls`: batches as ever. `fresh-first`: what is fresh goes by calls before the rest is
 * collected, and never waits behind a job. `bulk`: so much is fresh that calls would take longer.
 */
export type Way = 'calls' | 'fresh-first' | 'bulk';

export function wayOf(bulk: Bulk, due: DueRows, isCollecting: boolean): Way {
  if (bulk.by === 'calls' || due.fresh > bulk.fromRows) return 'bulk';
  return isCollecting || due.all > bulk.fromRows ? 'fresh-first' : 'calls';
}
