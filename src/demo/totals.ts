import type { HistoryLine, Page, Profile, Run } from './answers.js';
import type { Api } from './api.js';
import type { Narrator } from './narrator.js';
import type { Outcome, SyncOutcome, SystemOutcome } from './outcome.js';
import { fates } from './people.js';
import { companyOf, isAbout } from './story.js';
import { shortId } from './wording.js';

const parts = [
  'created',
  'updated',
  'removed',
  'unchanged',
  'held',
  'rejected',
  'waiting',
  'accepted',
  'unknown',
] as const;

/** All that happened about one person. */
export async function showHistory(api: Api, email: string, narrator: Narrator): Promise<void> {
  const { items: people } = await api.get<Page<Profile>>(
    `/api/v1/profiles?email=${encodeURIComponent(email)}`,
  );
  for (const { id } of people) {
    const { items } = await api.get<Page<HistoryLine>>(`/api/v1/profiles/${id}/history`);
    for (const { at, summary } of items) narrator.line(at.slice(11, 19), summary);
  }
}

/** Shows which record each person is in each system, what the runs counted, and what it cost in API calls. */
export function showTotals({ told, systems }: Outcome, narrator: Narrator): void {
  const keepingPeople = systems.filter(({ vendor }) => vendor.people !== null);
  narrator.gap();
  narrator.table([
    ['NAME', 'COMPANY', ...keepingPeople.map(({ vendor }) => vendor.title.toUpperCase())],
    ...fates.map(({ person }) => {
      const event = told.find(({ lead }) => isAbout(lead, person))?.event;
      const cells = keepingPeople.map((system) => recordOf(system, event?.profileId ?? null));
      return [`${person.FirstName} ${person.LastName}`, companyOf(person), ...cells];
    }),
  ]);
  narrator.gap();
  narrator.table([
    ['SYNC', 'RUNS', 'RECORDS', '', 'API CALLS'],
    ...systems.flatMap(({ syncs }) => syncs.map(sumOf)),
  ]);
  narrator.gap();
  for (const { vendor, counters } of systems) {
    const { calls, lookUps, writes, violations } = counters;
    narrator.line(
      vendor.title,
      `counted ${calls} calls (${lookUps} look-ups, ${writes} writes), ${violations} against its rules`,
    );
  }
}

function recordOf({ vendor, syncs }: SystemOutcome, profileId: string | null): string {
  const sync = syncs.find(({ plan }) => plan.object === vendor.tells);
  const record = sync?.records.find((one) => one.profileId === profileId);
  if (!record) return '';
  return record.hold?.code ?? (record.remoteId ? shortId(record.remoteId) : record.status);
}

function sumOf({ plan, runs }: SyncOutcome): string[] {
  const sum = (name: keyof Omit<Run, 'endedAt'>) => runs.reduce((total, run) => total + run[name], 0);
  const counted = parts.filter((part) => sum(part) > 0).map((part) => `${sum(part)} ${part}`);
  return [
    plan.name,
    String(runs.length),
    String(sum('received')),
    `= ${counted.join(' + ')}`,
    String(sum('apiCalls')),
  ];
}
