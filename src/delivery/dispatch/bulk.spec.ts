import type { SystemLimits } from '../../systems/index.js';
import { bulkOf, wayOf, type Bulk } from './bulk.js';

const limits: SystemLimits = {
  writeBatch: 200,
  lookUpBatch: 200,
  callsPerDay: 15_000,
  longestProcessingSeconds: 10,
};
const job = { fromRows: 2_000, rows: 50_000 };
const writeJob = () => Promise.resolve(new Map());

describe('bulkOf', () => {
  it.each<[string, Partial<SystemLimits>, boolean, Bulk | null]>([
    ['small batches', {}, false, null],
    ['jobs', { job }, true, { by: 'job', fromRows: 2_000, rows: 10_000, piece: 200 }],
    ['jobs that the session has not', { job }, false, null],
    [
      'small jobs',
      { job: { fromRows: 5, rows: 10 } },
      true,
      { by: 'job', fromRows: 5, rows: 10, piece: 200 },
    ],
    [
      'files',
      { writeBatch: 10_000, lookUpBatch: 10_000 },
      true,
      { by: 'calls', fromRows: 0, rows: 10_000, piece: 500 },
    ],
  ])('for a system of %s', (_, change, hasJobs, expected) => {
    expect(bulkOf(hasJobs ? { writeJob } : {}, { ...limits, ...change })).toEqual(expected);
  });
});

describe('wayOf', () => {
  const jobs: Bulk = { by: 'job', fromRows: 2_000, rows: 10_000, piece: 200 };
  it.each([
    [10, 10, false, 'calls'],
    [10, 2_001, false, 'fresh-first'],
    [10, 10, true, 'fresh-first'],
    [2_001, 2_001, false, 'bulk'],
  ])('%i fresh of %i, collecting: %s: %s', (fresh, all, isCollecting, way) => {
    expect(wayOf(jobs, { fresh, all }, isCollecting)).toBe(way);
  });

  it('collects everything for a system that takes files', () => {
    expect(wayOf({ ...jobs, by: 'calls' }, { fresh: 1, all: 1 }, false)).toBe('bulk');
  });
});
