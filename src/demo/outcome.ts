import type { Page, Run, SyncRecord } from './answers.js';
import type { Api } from './api.js';
import type { Told } from './follow.js';
import type { Lane } from './lane.js';
import type { CallCounters, RemoteList, RemoteRecord } from './remote.js';
import type { Vendor, VendorSync } from './vendor.js';

export interface SyncOutcome {
  readonly plan: VendorSync;
  readonly records: readonly SyncRecord[];
  readonly runs: readonly Run[];
}

/** One system, as the API and its stand-in show it. */
export interface SystemOutcome {
  readonly vendor: Pick<Vendor, 'type' | 'title' | 'tells' | 'people'>;
  readonly syncs: readonly SyncOutcome[];
  readonly people: readonly RemoteRecord[];
  /** Companies that are records of their own. */
  readonly accounts: readonly RemoteRecord[];
  readonly lists: readonly RemoteList[];
  readonly counters: CallCounters;
}

/** Everything the end is judged by. */
export interface Outcome {
  readonly told: readonly Told[];
  readonly systems: readonly SystemOutcome[];
}

/** Waits until nothing is on its way any more. */
export async function outcomeOf(api: Api, lanes: readonly Lane[], told: readonly Told[]): Promise<Outcome> {
  const systems: SystemOutcome[] = [];
  for (const lane of lanes) systems.push(await systemOutcome(api, lane));
  return { told, systems };
}

async function systemOutcome(api: Api, lane: Lane): Promise<SystemOutcome> {
  const { vendor, remote } = lane;
  const syncs: SyncOutcome[] = [];
  for (const sync of lane.syncs) {
    const runs = await api.until(`the runs of “${sync.plan.name}” to end`, async () => {
      const { items } = await api.get<Page<Run>>(`/api/v1/runs?syncId=${sync.id}&limit=200`);
      return items.every(({ endedAt }) => endedAt !== null) ? items : null;
    });
    syncs.push({ plan: sync.plan, runs, records: await lane.records(sync) });
  }
  return {
    vendor,
    syncs,
    people: vendor.people ? await remote.records(vendor.people.object) : [],
    accounts: vendor.type === 'dynamics' ? await remote.records('account') : [],
    lists: await listsOf(lane),
    counters: await remote.counters(),
  };
}

async function listsOf({ vendor, remote }: Lane): Promise<readonly RemoteList[]> {
  if (vendor.type === 'marketo') return remote.staticLists();
  return vendor.type === 'demandbase' ? remote.accountLists() : [];
}
