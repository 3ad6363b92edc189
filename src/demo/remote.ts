import type { Api } from './api.js';
import type { PeopleTable } from './vendor.js';

/** A record of a stand-in with its own fields. */
export type RemoteRecord = Readonly<Record<string, unknown>>;

export interface RemoteList {
  readonly name: string;
  readonly members: readonly unknown[];
}

export interface CallCounters {
  /** All calls, whatever they asked for. */
  readonly calls: number;
  readonly lookUps: number;
  readonly writes: number;
  /** Requests that the vendor would never take. */
  readonly violations: number;
}

export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A stand-in as people at the vendor's system see it, so that what arrived is seen from the other side. */
export class Remote {
  constructor(private readonly control: Api) {}

  async typeIn(object: string, record: object): Promise<void> {
    await this.control.post(`/sandbox/records/${object}`, record);
  }

  async records(object: string): Promise<readonly RemoteRecord[]> {
    const answer = await this.control.get<{ records: readonly RemoteRecord[] }>(`/sandbox/records/${object}`);
    return answer.records;
  }

  /** Static lists of Marketo; members are ids of leads. */
  async staticLists(): Promise<readonly RemoteList[]> {
    return (await this.control.get<{ lists: readonly RemoteList[] }>('/sandbox/lists')).lists;
  }

  /** Lists of companies in Demandbase; members are rows. */
  accountLists(): Promise<readonly RemoteList[]> {
    return this.control.get<readonly RemoteList[]>('/sandbox/lists/account');
  }

  /** A night passes at Demandbase, which loads what it took. */
  async night(): Promise<void> {
    await this.control.post('/sandbox/tick');
  }

  counters(): Promise<CallCounters> {
    return this.control.get<CallCounters>('/sandbox/counters');
  }
}

/** Where a lead in Dynamics names its account. */
export const ACCOUNT_OF_LEAD = '_parentaccountid_value';

/** Kept by the systems themselves, or told otherwise. */
const NOT_TOLD = new Set([
  'Name',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'OwnerId',
  'Status',
  'fullname',
  'createdon',
  'modifiedon',
  '_ownerid_value',
  ACCOUNT_OF_LEAD,
  'statecode',
  'statuscode',
  'versionnumber',
  'createdAt',
  'updatedAt',
]);

/** The fields in which a record differs from what it was; a new one from an empty one. */
export function changesOf(
  { id, key }: PeopleTable,
  before: RemoteRecord | undefined,
  after: RemoteRecord,
): Change[] {
  return Object.keys(after)
    .filter((field) => !NOT_TOLD.has(field) && field !== id && field !== key)
    .filter((field) => typeof after[field] !== 'boolean')
    .map((field) => ({ field, before: before?.[field] ?? null, after: after[field] ?? null }))
    .filter((change) => change.before !== change.after);
}
