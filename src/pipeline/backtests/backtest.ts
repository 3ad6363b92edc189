import type { PairSample, Rehearsed, TriedRules } from '../../profiles/index.js';
import { fewOf } from '../../profiles/index.js';
import type { BacktestProgress, BacktestReport } from './backtest.dto.js';

export const SAMPLES_OF_A_KIND = 20;

/** What of a backtest is worked on. */
export interface RunningBacktest {
  readonly id: string;
  readonly since: Date | null;
  readonly until: Date;
  readonly rules: TriedRules;
  readonly model: unknown;
  readonly total: number;
  /** How often it was begun, this time included. */
  readonly begun: number;
}

/** The report as it is stored. */
export interface StoredReport extends BacktestReport {
  readonly samples: readonly PairSample[];
}

export const nothingYet: StoredReport = {
  profiles: 0,
  mergesGained: 0,
  mergesLost: 0,
  profilesTouched: 0,
  crmRecordsTouched: 0,
  reviewsNow: 0,
  reviewsTried: 0,
  samples: [],
};

/** What is kept of some people: their records over there and their open reviews are counted by the caller. */
export function addTo(
  report: StoredReport,
  rehearsed: Rehearsed,
  counted: { readonly crmRecords: number; readonly openReviews: number },
): StoredReport {
  const samples = [...report.samples, ...rehearsed.samples];
  return {
    profiles: report.profiles + rehearsed.profiles,
    mergesGained: report.mergesGained + rehearsed.mergesGained,
    mergesLost: report.mergesLost + rehearsed.mergesLost,
    profilesTouched: report.profilesTouched + rehearsed.touched.size,
    crmRecordsTouched: report.crmRecordsTouched + counted.crmRecords,
    reviewsNow: report.reviewsNow + counted.openReviews,
    reviewsTried: report.reviewsTried + rehearsed.reviews,
    samples: (['gained', 'lost'] as const).flatMap((kind) =>
      fewOf(
        samples.filter((sample) => sample.kind === kind),
        SAMPLES_OF_A_KIND,
      ),
    ),
  };
}

/** Rate and time left of the phase under way. */
export function progressOf(
  { phase, total, done }: Pick<BacktestProgress, 'phase' | 'total' | 'done'>,
  phaseBeganAt: Date | null,
  endedAt: Date | null,
): BacktestProgress {
  const seconds = phaseBeganAt ? ((endedAt ?? new Date()).getTime() - phaseBeganAt.getTime()) / 1_000 : 0;
  const perSecond = seconds > 0 && done > 0 ? Math.round((done / seconds) * 10) / 10 : null;
  const secondsLeft = endedAt ? 0 : perSecond ? Math.ceil((total - done) / perSecond) : null;
  return { phase, total, done, perSecond, secondsLeft };
}
