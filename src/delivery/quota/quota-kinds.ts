import { callsLeft, type QuotaLimits, type QuotaStanding } from './grant.js';
import { rolledOut, type QuotaDay } from './quota-day.js';
import type { QuotaOfKind } from './quota.dto.js';

/** What stands against each limit that the system has, for people. */
export function kindsOf(
  limits: QuotaLimits,
  day: QuotaDay,
  standing: QuotaStanding,
  jobsToday: number,
): QuotaOfKind[] {
  const { callsPerWindow, concurrentCalls, jobsPerDay } = limits;
  const { callsInWindow, windowMovesAt, others } = standing;
  return [
    ofDay(limits, day, standing),
    ...(callsPerWindow
      ? [
          {
            ...of('calls-per-window', callsPerWindow.calls, callsInWindow),
            seconds: callsPerWindow.seconds,
            resetsAt: windowMovesAt,
          },
        ]
      : []),
    ...(concurrentCalls ? [of('concurrent-calls', concurrentCalls, others.slots)] : []),
    ...(jobsPerDay ? [{ ...of('jobs-per-day', jobsPerDay, jobsToday), resetsAt: day.endsAt }] : []),
  ];
}

function ofDay(limits: QuotaLimits, day: QuotaDay, standing: QuotaStanding): QuotaOfKind {
  const { report, firstSlot } = standing;
  const limit = report?.limit ?? limits.callsPerDay;
  return {
    ...of('calls-per-day', limit, limit - callsLeft(limits, standing)),
    resetsAt: day.endsAt ?? (firstSlot && rolledOut(firstSlot)),
    reportedByVendor: report && { used: report.used, limit: report.limit, at: report.at },
  };
}

function of(kind: QuotaOfKind['kind'], limit: number, used: number): QuotaOfKind {
  const left = Math.max(0, limit - used);
  return { kind, limit, used, left, seconds: null, resetsAt: null, reportedByVendor: null };
}
